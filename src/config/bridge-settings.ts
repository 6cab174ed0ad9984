import { numberFrom, oneOf, plainText, secretText } from '../platform/setting-schema.ts';
import { setting } from '../platform/setting.ts';
import { cronText } from './cron.ts';
import { displaySettings } from './display-settings.ts';
import { listenText, showListen } from './listen.ts';
import { notifySettings } from './notify-settings.ts';

/** A bare port listens on all addresses; anything else is judged as it is. */
const everyAddress = (port: string): string =>
  /^\d+$/.test(port.trim()) ? `*:${port.trim()}` : port;

/** How to come by a key. */
export const TOKEN_KEY_HINT = 'such as those that openssl rand -base64 24 prints';

/** Settings of the whole bridge. */
export const bridgeSettings = {
  dataDir: setting({
    name: 'DATA_DIR',
    key: 'dataDir',
    fallback: './data',
    schema: plainText(),
    about:
      'Folder of the journal. It must outlive restarts; it is made readable by its owner only.',
  }),
  listen: setting({
    name: 'LISTEN',
    key: 'listen',
    aliases: [{ name: 'PORT', translate: everyAddress }],
    fallback: '127.0.0.1:17580',
    schema: listenText,
    show: showListen,
    about:
      'Where the HTTP server listens: host:port or [IPv6]:port; *:port is all addresses, as a bare PORT is. Port 0 takes any free port and the log names it. On any but a loopback address such as 127.0.0.1 a FEED_API_SECRET is required.',
  }),
  feedApiSecret: setting({
    name: 'FEED_API_SECRET',
    key: 'feedApiSecret',
    aliases: [{ name: 'API_SECRET', ambient: true, mayDiffer: true }],
    secret: true,
    schema: secretText(),
    about:
      'Secret that readers of glucose data (the feed and the page) have to show, as they would show the API_SECRET of a Nightscout. Required unless LISTEN is a loopback address.',
  }),
  logLevel: setting({
    name: 'LOG_LEVEL',
    key: 'log.level',
    fallback: 'info',
    schema: oneOf(['error', 'warn', 'info', 'debug'], { warning: 'warn' }),
    about: 'How much is logged: error, warn, info or debug. Stack traces only at debug.',
  }),
  logFormat: setting({
    name: 'LOG_FORMAT',
    key: 'log.format',
    schema: oneOf(['json', 'pretty']),
    about: 'json (one object a line) or pretty. Not set: pretty on a terminal, json elsewhere.',
  }),
  retentionDays: setting({
    name: 'RETENTION_DAYS',
    key: 'retentionDays',
    fallback: '365',
    schema: numberFrom(30, 36_500, 'days'),
    about:
      'Days for which the journal keeps a record that every destination has confirmed. At least 30: the Web API’s last 29 days are read again every week, and what was forgotten would be met as new.',
  }),
  housekeepingSchedule: setting({
    name: 'HOUSEKEEPING_SCHEDULE',
    key: 'housekeepingSchedule',
    fallback: '17 3 * * *',
    schema: cronText(),
    about: 'When old records are removed and the journal is verified: a cron expression.',
  }),
  shareRequestsPerReading: setting({
    name: 'SHARE_REQUESTS_PER_READING',
    key: 'shareRequestsPerReading',
    fallback: '1.5',
    schema: numberFrom(1, 10, 'requests', false),
    about:
      'Share requests spent on one reading, on average. More finds a reading sooner and burdens Dexcom more.',
  }),
  tokenStore: setting({
    name: 'TOKEN_STORE',
    key: 'tokenStore',
    fallback: 'journal',
    schema: oneOf(['journal', 'mongodb']),
    about:
      'Where sessions, tokens and latches are kept: journal (in DATA_DIR, which must outlive restarts then) or mongodb (in the database of MONGODB_URI, encrypted with TOKEN_KEY, for hosts whose disk does not last, such as Heroku).',
  }),
  tokenKey: setting({
    name: 'TOKEN_KEY',
    key: 'tokenKey',
    secret: true,
    schema: secretText(16, TOKEN_KEY_HINT),
    about:
      'What TOKEN_STORE mongodb encrypts with: at least 16 characters that nobody can guess, such as those that openssl rand -base64 24 prints. Keep it: without it every account must authorize again.',
  }),
  ...displaySettings,
  ...notifySettings,
} as const;
