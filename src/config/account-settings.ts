import { numberFrom, plainText, yesOrNo } from '../platform/setting-schema.ts';
import { type Setting, setting } from '../platform/setting.ts';
import { cronText } from './cron.ts';

/** Half the sensor’s period in ms: beyond it one reading could be taken for either of its neighbours. */
const HALF_PERIOD_MS = 150_000;

function writing(
  name: string,
  key: string,
  about: string,
): Setting<boolean> & { readonly fallback: string } {
  return setting({ name, key: `nightscout.${key}`, fallback: 'false', schema: yesOrNo(), about });
}

/** Settings of one account that all its sources and sinks share. */
export const accountSettings = {
  device: setting({
    name: 'NIGHTSCOUT_DEVICE_NAME',
    key: 'device',
    fallback: 'nightscout-dexcom-bridge',
    schema: plainText(),
    about: 'What Nightscout shows as the uploader.',
  }),
  mergeToleranceMs: setting({
    name: 'MERGE_TOLERANCE_MS',
    key: 'mergeToleranceMs',
    fallback: String(HALF_PERIOD_MS),
    schema: numberFrom(0, HALF_PERIOD_MS, 'milliseconds'),
    about:
      'Two readings nearer than this are one. Default and most: half the sensor’s period, as beyond it a reading could be taken for its neighbour. 0 turns it off.',
  }),
  respectOtherUploaders: setting({
    name: 'RESPECT_OTHER_UPLOADERS',
    key: 'respectOtherUploaders',
    fallback: 'true',
    schema: yesOrNo(),
    about:
      'Look at the destination before writing, and leave a reading out where another uploader’s row lies within MERGE_TOLERANCE_MS.',
  }),
  historySchedule: setting({
    name: 'HISTORY_SCHEDULE',
    key: 'dexcom.historySchedule',
    fallback: '7-59/15 * * * *',
    schema: cronText(),
    about:
      'When the Web API is asked for what is new: a cron expression, in the time zone of this machine. Default: every 15 minutes, away from the full hour, when everybody asks. Its records are one to three hours late anyway.',
  }),
  writeEvents: writing(
    'NIGHTSCOUT_EVENTS',
    'events',
    'Write the events of the Web API (carbohydrates, insulin, exercise, notes …) as treatments, also into a MongoDB: true or false. Leave it at false where another app writes them already.',
  ),
  writeMbg: writing(
    'NIGHTSCOUT_MBG',
    'mbg',
    'Write calibrations also as mbg entries, beside their BG Check treatment: true or false.',
  ),
  writeAlerts: writing(
    'NIGHTSCOUT_ALERTS',
    'alerts',
    'Write the alerts of the Web API as notes: true or false. They come hours late and raise no alarm.',
  ),
} as const;
