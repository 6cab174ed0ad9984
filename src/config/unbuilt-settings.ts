import { oneOf, plainText, secretText, yesOrNo } from '../platform/setting-schema.ts';
import { type Setting, setting } from '../platform/setting.ts';
import { textSchema, Unreadable } from '../platform/text-schema.ts';
import { readWebAddress } from '../platform/web-address.ts';
import { cronText } from './cron.ts';

/** A setting whose feature is not built yet: its value is checked, and using it is refused where ignoring it would mislead. */
export interface UnbuiltSetting {
  readonly setting: Setting;
  /** Would the bridge, ignoring this value, do something else than was asked for? */
  readonly misleads: (shown: string | number | boolean) => boolean;
}

const address = textSchema((text) => {
  const read = readWebAddress(text);
  const isPlain = read !== undefined && !read.hasCredentials && !read.hasFragment;
  return isPlain && !text.includes('?')
    ? text.trim()
    : new Unreadable('an http or https address without user, password or query');
});

const yes = (shown: unknown): boolean => shown === true;
const always = (): boolean => true;
const never = (): boolean => false;

const unbuiltSwitch = (name: string, key: string, about: string): UnbuiltSetting => ({
  setting: setting({
    name,
    key,
    fallback: 'false',
    schema: yesOrNo(),
    about: `${about} Not built yet.`,
  }),
  misleads: yes,
});

/** Of an account. */
export const unbuiltAccountSettings: readonly UnbuiltSetting[] = [
  {
    setting: setting({
      name: 'DEXCOM_CLIENT_ID',
      key: 'dexcom.clientId',
      schema: plainText(),
      about: 'Web API application. Not built yet.',
    }),
    misleads: always,
  },
  {
    setting: setting({
      name: 'DEXCOM_CLIENT_SECRET',
      key: 'dexcom.clientSecret',
      secret: true,
      schema: secretText(),
      about: 'Secret of the Web API application. Not built yet.',
    }),
    misleads: always,
  },
  {
    setting: setting({
      name: 'DEXCOM_REDIRECT_URI',
      key: 'dexcom.redirectUri',
      schema: address,
      about: 'Redirect address of the Web API application. Not built yet: checked, has no effect.',
    }),
    misleads: never,
  },
  {
    setting: setting({
      name: 'DEXCOM_API',
      key: 'dexcom.api',
      schema: oneOf(['sandbox', 'us', 'ous', 'jp'], { eu: 'ous' }),
      about: 'Which Web API: sandbox, us, ous or jp. Not built yet: checked, has no effect.',
    }),
    misleads: never,
  },
  {
    setting: setting({
      name: 'DEXCOM_API_URL',
      key: 'dexcom.apiUrl',
      schema: address,
      about: 'Base address of another Web API server. Not built yet: checked, has no effect.',
    }),
    misleads: never,
  },
  {
    setting: setting({
      name: 'HISTORY_SCHEDULE',
      key: 'dexcom.historySchedule',
      schema: cronText(),
      about:
        'When the Web API is synced: a cron expression. Not built yet: checked, has no effect.',
    }),
    misleads: never,
  },
  {
    setting: setting({
      name: 'NIGHTSCOUT_API',
      key: 'nightscout.api',
      fallback: 'v1',
      schema: oneOf(['v1', 'v3']),
      about: 'REST API of the site: v1. v3 is not built yet.',
    }),
    misleads: (shown) => shown === 'v3',
  },
  unbuiltSwitch('NIGHTSCOUT_EVENTS', 'nightscout.events', 'Write events as treatments.'),
  unbuiltSwitch('NIGHTSCOUT_MBG', 'nightscout.mbg', 'Write calibrations also as mbg entries.'),
  unbuiltSwitch('NIGHTSCOUT_ALERTS', 'nightscout.alerts', 'Write alerts as notes.'),
];

/** Of the whole bridge. */
export const unbuiltBridgeSettings: readonly UnbuiltSetting[] = [
  {
    setting: setting({
      name: 'TOKEN_STORE',
      key: 'tokenStore',
      fallback: 'journal',
      schema: oneOf(['journal', 'mongodb']),
      about: 'Where tokens and latches are kept: journal. mongodb is not built yet.',
    }),
    misleads: (shown) => shown === 'mongodb',
  },
  {
    setting: setting({
      name: 'TOKEN_KEY',
      key: 'tokenKey',
      secret: true,
      schema: secretText(),
      about: 'Key for TOKEN_STORE mongodb. Not built yet: has no effect.',
    }),
    misleads: never,
  },
];
