import { z } from 'zod';
import { direction, glucoseMgdl, instantMs, objectId } from './parts.ts';

const SeenReading = z.strictObject({
  _id: objectId,
  mgdl: glucoseMgdl,
  mills: instantMs('When it was measured'),
  device: z.string(),
  direction: direction.optional(),
  type: z.literal('sgv'),
  scaled: z
    .union([z.int(), z.string().regex(/^\d+\.\d$/)])
    .describe('In the units of the display: a number in mg/dL, a text in mmol/L'),
});

const summed = {
  mean: z.number().optional().describe('mg/dL; absent where every reading is LOW'),
  last: glucoseMgdl.optional(),
  mills: instantMs('When that was').optional(),
};

const BgNow = z
  .union([
    z.strictObject({ ...summed, sgvs: z.array(SeenReading).min(1) }),
    z.strictObject({}).describe('There is no reading'),
  ])
  .describe('The newest five minutes with a reading');

const Bucket = z.strictObject({
  ...summed,
  index: z.int().min(0).max(3),
  fromMills: z.number().nullable(),
  toMills: z.number().nullable(),
  sgvs: z.array(SeenReading),
  isEmpty: z.literal(true).optional(),
});

const Delta = z
  .strictObject({
    absolute: z.number().describe('mg/dL between the two means, however far apart'),
    elapsedMins: z.number().positive(),
    interpolated: z.boolean().describe('More than nine minutes lie between them'),
    mean5MinsAgo: z.number().describe('mg/dL'),
    times: z.strictObject({ recent: instantMs('The one'), previous: instantMs('The other') }),
    mgdl: z.int().describe('Change in five minutes'),
    scaled: z.number().describe('The same in the units of the display'),
    display: z.string().regex(/^[+-]\d+(\.\d)?$/),
    previous: z.strictObject({ ...summed, sgvs: z.array(SeenReading).min(1) }),
  })
  .describe('Absent where it is not known, LOW included');

const Direction = z
  .strictObject({
    display: z.null(),
    value: direction.optional(),
    label: z.string().length(1),
    entity: z.string().regex(/^&#\d+;$/),
  })
  .describe('Absent once the newest reading is older than 15 minutes');

export const Properties = z
  .strictObject({
    bgnow: BgNow.optional(),
    delta: Delta.optional(),
    buckets: z.array(Bucket).length(4).optional(),
    direction: Direction.optional(),
    upbat: z
      .strictObject({ display: z.literal('?%'), devices: z.strictObject({}) })
      .optional()
      .describe('The bridge has no battery'),
  })
  .describe(
    'What the plugins of a Nightscout make of the newest readings; only those named in the path',
  );
