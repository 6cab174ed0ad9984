import { objectOf, orNull, ref, type Part } from './schema-parts.ts';

const VERSION: Part = { type: 'string', description: 'Version of the records.', examples: ['3.0'] };

const listOf = (schema: string, words: readonly string[]): Part =>
  objectOf(
    `Answer that holds a list of ${schema} records, in no promised order. An empty list: no data in the window.`,
    {
      recordType: {
        type: 'string',
        description: 'What the records are; the plural was seen too.',
        enum: words,
      },
      recordVersion: VERSION,
      userId: ref('UserId'),
      records: { type: 'array', items: ref(schema) },
    },
    ['recordType', 'recordVersion', 'userId', 'records'],
  );

/** Whole answers. */
export const answerSchemas = {
  EgvList: listOf('Egv', ['egv', 'egvs']),
  CalibrationList: listOf('Calibration', ['calibration', 'calibrations']),
  EventList: listOf('Event', ['event', 'events']),
  AlertList: listOf('Alert', ['alert', 'alerts']),
  DeviceList: listOf('Device', ['device', 'devices']),
  Moment: objectOf(
    'A moment on both clocks. The system time was seen missing.',
    { systemTime: ref('SystemTime'), displayTime: ref('DisplayTime') },
    [],
  ),
  Range: orNull(
    objectOf(
      'First and last record; null without any.',
      { start: ref('Moment'), end: ref('Moment') },
      ['start', 'end'],
    ),
  ),
  DataRange: objectOf(
    'From when to when the person has data. Alerts and devices are not told of.',
    {
      recordType: { type: 'string', const: 'dataRange' },
      recordVersion: VERSION,
      userId: ref('UserId'),
      calibrations: ref('Range'),
      egvs: ref('Range'),
      events: ref('Range'),
    },
    ['recordType', 'recordVersion', 'userId'],
  ),
  Token: objectOf(
    'A pair of tokens. Every refresh spends the refresh token it was given and returns another.',
    {
      access_token: { type: 'string', description: 'Bearer token, valid for expires_in.' },
      expires_in: {
        type: 'number',
        exclusiveMinimum: 0,
        description: 'Seconds, 7200 as a rule; a number far above a day was meant in milliseconds.',
        examples: [7_200],
      },
      token_type: { type: 'string', examples: ['Bearer'] },
      refresh_token: { type: 'string', description: 'To be used once.' },
      refresh_expires_in: { type: 'number', description: 'Seconds; 0: no fixed end.' },
      'not-before-policy': { type: ['string', 'number'] },
      session_state: { type: 'string' },
    },
    ['access_token', 'expires_in', 'token_type', 'refresh_token'],
  ),
  TokenError: objectOf(
    'Why no token is given. Only invalid_grant means that the code or refresh token is dead.',
    {
      error: {
        type: 'string',
        examples: [
          'invalid_client',
          'invalid_grant',
          'invalid_request',
          'unauthorized_client',
          'unsupported_grant_type',
        ],
      },
      error_description: { type: 'string' },
    },
    ['error'],
  ),
} satisfies Readonly<Record<string, Part>>;
