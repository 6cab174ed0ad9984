import { z } from 'zod';
import {
  direction,
  glucoseMgdl,
  instantMs,
  instantText,
  objectId,
  provenance,
  trendNumber,
  utcOffset,
} from './parts.ts';

const dated = {
  date: instantMs('When it was measured'),
  dateString: instantText('The same instant'),
  sysTime: instantText('The same instant'),
  created_at: instantText('The same instant'),
  utcOffset,
  ...provenance,
};

/** A glucose value in API v3. */
export const GlucoseDocument = z
  .strictObject({
    type: z.literal('sgv'),
    sgv: glucoseMgdl,
    ...dated,
    direction: direction.optional(),
    trend: trendNumber.optional(),
    trendRate: z.number().optional().describe('mg/dL per minute, where Dexcom reported it'),
    dexcom: z
      .strictObject({
        recordId: z.string().optional(),
        displayDevice: z.string().optional(),
        generation: z.string().optional(),
      })
      .optional()
      .describe('What Dexcom’s Web API adds; absent where it was not said'),
  })
  .describe('A glucose value as API v3 shows it');

/** A fingerstick in API v3. */
export const MeterDocument = z
  .strictObject({
    type: z.literal('mbg'),
    mbg: z.int().min(1).describe('Glucose in mg/dL'),
    ...dated,
  })
  .describe('A fingerstick as API v3 shows it, where NIGHTSCOUT_MBG is on');

const v1 = { _id: objectId, mills: instantMs('The same as `date`') };

/** A glucose value in API v1. */
export const GlucoseEntry = z
  .strictObject({ ...GlucoseDocument.shape, ...v1 })
  .describe('A glucose value');

/** A fingerstick in API v1. */
export const MeterEntry = z
  .strictObject({ ...MeterDocument.shape, ...v1 })
  .describe('A fingerstick, where NIGHTSCOUT_MBG is on');

export const EntryList = z
  .array(z.union([GlucoseEntry, MeterEntry]))
  .describe('Entries, newest first unless it is asked for otherwise');
