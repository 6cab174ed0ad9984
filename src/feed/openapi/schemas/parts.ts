import { z } from 'zod';
import { HIGH_MGDL, LOW_MGDL } from '../../../domain/glucose.ts';
import { DIRECTION_WORDS } from '../../../sinks/nightscout/entry.ts';

const LAST_INSTANT_MS = 8_640_000_000_000_000;

/** An instant in whole UTC ms. */
export const instantMs = (of: string) =>
  z.int().min(0).max(LAST_INSTANT_MS).describe(`${of}, whole milliseconds since 1970, UTC`);

/** The same as text. */
export const instantText = (of: string) =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    .describe(`${of}, ISO 8601, UTC, with milliseconds`);

export const objectId = z
  .string()
  .regex(/^[0-9a-f]{24}$/)
  .describe('The same for ever; grows with the hour at which the record came in');

export const identifier = z.uuid().describe('The same for ever, in API v3 too');

export const glucoseMgdl = z
  .int()
  .min(LOW_MGDL)
  .max(1_000)
  .describe(
    `Glucose in mg/dL; ${LOW_MGDL} means LOW (below 40), ${HIGH_MGDL} means HIGH (above 400)`,
  );

export const direction = z.enum(DIRECTION_WORDS).describe('Absent where Dexcom reported no trend');

export const trendNumber = z.int().min(0).max(9).describe('Number of the trend');

export const utcOffset = z
  .int()
  .min(-1_439)
  .max(1_439)
  .optional()
  .describe(
    'Minutes from UTC to the wearer’s display, east positive; absent where it is not known',
  );

/** What every row holds. */
export const provenance = {
  device: z.string().min(1).describe('The uploader, as it is set up'),
  app: z.literal('nightscout-dexcom-bridge'),
  identifier,
  srvCreated: instantMs('When the journal first held the record'),
  srvModified: instantMs('When its content last changed'),
};
