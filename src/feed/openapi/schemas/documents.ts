import { z } from 'zod';
import { instantMs, instantText, objectId, provenance, utcOffset } from './parts.ts';

const EVENT_TYPES = [
  'BG Check',
  'Carb Correction',
  'Correction Bolus',
  'Exercise',
  'Note',
] as const;

const dated = {
  created_at: instantText('When it happened'),
  date: instantMs('The same instant'),
  utcOffset,
  ...provenance,
};
const v1 = { _id: objectId, mills: instantMs('The same as `date`') };

/** A treatment in API v3. */
export const TreatmentDocument = z
  .strictObject({
    eventType: z.enum(EVENT_TYPES),
    glucose: z.number().positive().optional().describe('In `units`, as the meter showed it'),
    glucoseType: z.literal('Finger').optional(),
    units: z.enum(['mg/dl', 'mmol']).optional(),
    carbs: z.number().positive().optional().describe('Grams'),
    insulin: z.number().positive().optional().describe('Units of fast-acting insulin'),
    duration: z.number().positive().optional().describe('Minutes'),
    notes: z.string().min(1).optional(),
    enteredBy: z.literal('nightscout-dexcom-bridge'),
    ...dated,
  })
  .describe('A treatment as API v3 shows it');

/** What `history` tells of an event that was deleted. */
export const GoneTreatment = z
  .strictObject({ ...TreatmentDocument.shape, isValid: z.literal(false) })
  .describe('A treatment that is gone: take it away');

/** A treatment in API v1. */
export const Treatment = z
  .strictObject({
    ...TreatmentDocument.shape,
    carbs: z.number().positive().nullable().describe('Grams; null where there are none'),
    insulin: z.number().positive().nullable().describe('Units; null where there are none'),
    ...v1,
  })
  .describe(
    'A fingerstick, or an event or alert where NIGHTSCOUT_EVENTS or NIGHTSCOUT_ALERTS is on',
  );

/** A device in API v3. */
export const DeviceStatusDocument = z
  .strictObject({
    ...dated,
    dexcom: z
      .strictObject({
        id: z.string(),
        settings: z.string().describe('Changes when any of the settings does'),
        generation: z.string().optional(),
        variant: z.string().optional(),
        displayDevice: z.string().optional(),
        app: z.string().optional(),
        lastUploadDate: instantText('When the device last sent anything').optional(),
        alertSchedules: z.array(z.looseObject({})).describe('Dexcom’s own words'),
      })
      .describe('The device and how it is set up'),
  })
  .describe('A device of the wearer as API v3 shows it');

/** A device in API v1. */
export const DeviceStatus = z
  .strictObject({ ...DeviceStatusDocument.shape, ...v1 })
  .describe('A device of the wearer as it last changed. It names no battery: the bridge has none');

export const TreatmentList = z.array(Treatment).describe('Treatments, newest first');
export const DeviceStatusList = z.array(DeviceStatus).describe('Devices, newest first');
