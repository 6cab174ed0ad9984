import { z } from 'zod';
import { DeviceStatusDocument, GoneTreatment, TreatmentDocument } from './documents.ts';
import { GlucoseDocument, MeterDocument } from './entries.ts';
import { instantMs } from './parts.ts';

const COLLECTIONS = [
  'devicestatus',
  'entries',
  'food',
  'profile',
  'settings',
  'treatments',
] as const;

/** The envelope of every answer of API v3. */
const answerOf = <Result extends z.ZodType>(result: Result) =>
  z.strictObject({ status: z.literal(200), result });

const versions = {
  version: z.string().describe('The Nightscout as which the feed answers'),
  apiVersion: z.string(),
  srvDate: instantMs('The hour of the answer'),
  storage: z.strictObject({ storage: z.literal('journal'), version: z.string() }),
};

export const V3Version = answerOf(z.strictObject(versions)).describe('Versions');

export const V3Status = answerOf(
  z.strictObject({
    ...versions,
    apiPermissions: z.strictObject(
      Object.fromEntries(COLLECTIONS.map((name) => [name, z.literal('r')])),
    ),
  }),
).describe('Versions, and what may be done: every collection can be read');

export const V3LastModified = answerOf(
  z.strictObject({
    srvDate: instantMs('The hour of the answer'),
    collections: z.strictObject(
      Object.fromEntries(
        COLLECTIONS.map((name) => [name, instantMs('When anything in it last changed').optional()]),
      ),
    ),
  }),
).describe('When each collection last changed; those without anything are missing');

const whole = [GlucoseDocument, MeterDocument, TreatmentDocument, DeviceStatusDocument] as const;

/** With `fields`, any part of one. */
const Projected = z
  .strictObject({
    ...GlucoseDocument.partial().shape,
    ...MeterDocument.partial().shape,
    ...TreatmentDocument.partial().shape,
    ...DeviceStatusDocument.partial().shape,
    type: z.enum(['sgv', 'mbg']).optional(),
    dexcom: z
      .union([GlucoseDocument.shape.dexcom.unwrap(), DeviceStatusDocument.shape.dexcom])
      .optional(),
    isValid: z.literal(false).optional(),
  })
  .describe('What `fields` asks for');

export const V3Documents = answerOf(z.array(z.union([...whole, Projected]))).describe(
  'Documents that match, in the order that was asked for',
);

export const V3History = answerOf(z.array(z.union([...whole, GoneTreatment, Projected]))).describe(
  'Documents by the hour of their change, with those that are gone',
);

export const V3Document = answerOf(z.union([...whole, Projected])).describe('One document');
