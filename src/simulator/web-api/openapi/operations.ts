import { ref, type Part } from './schema-parts.ts';

const json = (schema: string, description: string): Part => ({
  description,
  content: { 'application/json': { schema: ref(schema) } },
});

/** Bodies of errors are not specified: text, JSON, HTML or none. */
const FAILURES = {
  400: { description: 'A date is missing or unreadable, or the window is longer than 30 days.' },
  401: { description: 'The access token has run out or was revoked: refresh it once.' },
  403: { description: 'This application may not read this person’s data.' },
  404: { description: 'There is no such address.' },
  429: {
    description: 'More than 60 000 calls of one application in an hour.',
    headers: {
      'Retry-After': {
        description: 'Seconds to wait, where it is sent at all.',
        schema: { type: 'string' },
      },
    },
  },
  500: { description: 'The service failed; the body may be HTML.' },
};

const date = (name: string, about: string): Part => ({
  name,
  in: 'query',
  required: true,
  description: `${about}, UTC without a zone, by system time. At most 30 days lie between both.`,
  schema: {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?$',
    examples: ['2024-11-15T04:46:40'],
  },
});

const read = (
  name: string,
  schema: string,
  summary: string,
  parameters: readonly Part[],
): readonly [string, Part] => [
  `/v3/users/self/${name}`,
  {
    get: {
      operationId: name,
      summary,
      security: [{ oauth2: ['offline_access'] }],
      parameters,
      responses: { 200: json(schema, 'The data.'), ...FAILURES },
    },
  },
];

const WINDOW = [
  date('startDate', 'First moment, inclusive'),
  date('endDate', 'Last moment, exclusive'),
];

const query = (name: string, description: string, schema: Part = { type: 'string' }): Part => ({
  name,
  in: 'query',
  required: true,
  description,
  schema,
});

const field = (description: string): Part => ({ type: 'string', description });

const TOKEN_FORM: Part = {
  oneOf: [
    {
      type: 'object',
      description: 'The code of a login, once and soon after it.',
      properties: {
        grant_type: { const: 'authorization_code' },
        client_id: field('Id of the application.'),
        client_secret: field('Its secret, in the body.'),
        code: field('As it came with the redirect.'),
        redirect_uri: field('The same as at the login.'),
      },
      required: ['grant_type', 'client_id', 'client_secret', 'code', 'redirect_uri'],
    },
    {
      type: 'object',
      description: 'The newest refresh token, once.',
      properties: {
        grant_type: { const: 'refresh_token' },
        client_id: field('Id of the application.'),
        client_secret: field('Its secret, in the body.'),
        refresh_token: field('The one of the last answer.'),
      },
      required: ['grant_type', 'client_id', 'client_secret', 'refresh_token'],
    },
  ],
};

/** Every operation, by its path. */
export const operations: Readonly<Record<string, Part>> = {
  '/v3/oauth2/login': {
    get: {
      operationId: 'login',
      summary: 'Page on which a person signs in and consents; opened in a browser.',
      security: [],
      parameters: [
        query('client_id', 'Id of the application.'),
        query('redirect_uri', 'One of the addresses registered for it, letter for letter.', {
          type: 'string',
          format: 'uri',
        }),
        query('response_type', 'Always code.', { const: 'code' }),
        query('scope', 'Always offline_access.', { const: 'offline_access' }),
        query('state', 'Any text; it comes back with the redirect and must be compared.'),
      ],
      responses: {
        200: { description: 'The page.', content: { 'text/html': {} } },
        302: {
          description: 'To the redirect address with code and state, or with error=access_denied.',
          headers: { Location: { schema: { type: 'string' } } },
        },
        400: { description: 'A parameter is missing or does not fit the application.' },
      },
    },
  },
  '/v3/oauth2/token': {
    post: {
      operationId: 'token',
      summary: 'Exchanges a code or a refresh token for a pair of tokens.',
      description:
        'A refresh token works once. An exchange whose answer is lost may have taken effect all the same.',
      security: [],
      requestBody: {
        required: true,
        content: { 'application/x-www-form-urlencoded': { schema: TOKEN_FORM } },
      },
      responses: {
        200: json('Token', 'A new pair of tokens.'),
        400: json('TokenError', 'Why there is none.'),
        401: json('TokenError', 'Why there is none; invalid_client as a rule.'),
        500: { description: 'The service failed; the body may be HTML.' },
      },
    },
  },
  ...Object.fromEntries([
    read('egvs', 'EgvList', 'Glucose values of a window.', WINDOW),
    read(
      'calibrations',
      'CalibrationList',
      'Calibrations of a window; none with Dexcom ONE.',
      WINDOW,
    ),
    read(
      'events',
      'EventList',
      'What the wearer entered, of a window, deleted entries too; none with Dexcom ONE.',
      WINDOW,
    ),
    read('alerts', 'AlertList', 'Changes of alert state of a window.', WINDOW),
    read('devices', 'DeviceList', 'Devices with their alert settings.', []),
    read('dataRange', 'DataRange', 'From when to when there are data.', [
      {
        name: 'lastSyncTime',
        in: 'query',
        required: false,
        description: 'Only data newer than this are to count. Unreliable: better left out.',
        schema: { type: 'string' },
      },
    ]),
  ]),
};
