import { openWords } from './open-words.ts';

/** QUIRK(web-api, 2020): `fixedLow` is not documented. */
export const ALERT_NAMES = [
  'unknown',
  'high',
  'low',
  'rise',
  'fall',
  'outOfRange',
  'urgentLow',
  'urgentLowSoon',
  'noReadings',
  'fixedLow',
] as const;

export const alertNameWord = openWords(ALERT_NAMES);
export const alertStateWord = openWords(['unknown', 'inactive', 'activeSnoozed', 'activeAlarming']);
