import { z } from 'zod';
import { direction, glucoseMgdl, instantMs, objectId, trendNumber } from './parts.ts';

const glucoseText = z
  .string()
  .regex(/^\d+(\.\d)?$/)
  .describe('Glucose as text: `120` in mg/dL, `6.7` in mmol/L');

export const Pebble = z
  .strictObject({
    status: z.tuple([z.strictObject({ now: instantMs('The hour of the answer') })]),
    bgs: z
      .array(
        z.strictObject({
          sgv: glucoseText,
          trend: trendNumber.describe('8 where no trend was reported'),
          direction: direction.optional(),
          datetime: instantMs('When it was measured'),
          bgdelta: z
            .union([z.int(), z.string().regex(/^-?\d+\.\d$/)])
            .optional()
            .describe(
              'Of the newest reading only: change in five minutes, a number in mg/dL or a text in mmol/L; 0 where it is not known',
            ),
        }),
      )
      .describe('Newest first; empty where the last two days hold none'),
    cals: z.array(z.never()).max(0),
  })
  .describe('What watch faces made for Nightscout read');

const brief = {
  date: instantMs('When it was measured'),
  sgv: glucoseMgdl,
  delta: z
    .number()
    .optional()
    .describe(
      'mg/dL in five minutes since the reading before; absent where that is not known, or LOW or HIGH',
    ),
  direction: direction.optional(),
  noise: z.literal(1).describe('Nothing is known of noise: as xDrip says then'),
};

const ofTheFirst = {
  units_hint: z
    .enum(['mgdl', 'mmol'])
    .optional()
    .describe('On the first row: units of the display'),
  steps_result: z.literal(501).optional().describe('On the first row: steps are not kept here'),
  heart_result: z
    .literal(501)
    .optional()
    .describe('On the first row: heart rates are not kept here'),
  tasker_result: z.literal(501).optional().describe('On the first row: there is no Tasker here'),
  sensor_status: z.literal('not available').optional().describe('On the first row'),
};

const localText = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$/)
  .describe('When it was measured, in the wearer’s display time where that is known');

export const XdripRow = z
  .strictObject({
    _id: objectId,
    device: z.string(),
    dateString: localText,
    sysTime: localText,
    ...brief,
    filtered: z.literal(0).describe('Not known'),
    unfiltered: z.literal(0).describe('Not known'),
    rssi: z.literal(100).describe('Not known'),
    type: z.literal('sgv'),
    ...ofTheFirst,
  })
  .describe('A reading as xDrip’s local web service shows it');

export const XdripBriefRow = z
  .strictObject({ ...brief, ...ofTheFirst })
  .describe('The same with brief_mode');

export const XdripRows = z
  .union([z.array(XdripRow), z.array(XdripBriefRow)])
  .describe('Readings, newest first');
