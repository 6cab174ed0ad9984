import { numberOf, wholeOf } from './number-of.ts';
import { isOn, textOf, UsageFault, type Verb, type VerbArguments } from './verb.ts';

const MOST_PORT = 65_535;
const MOST_SEED = 2_147_483_647;
const MOST_OFFSET_MIN = 840;
const MOST_DELAY_MIN = 10_080;
const MOST_HISTORY_DAYS = 3_650;
const PRODUCTS = ['g6', 'g7', 'g715day', 'one', 'oneplus'] as const;
const REGIONS = ['us', 'ous', 'jp'] as const;

/** `simulate`: the Dexcom simulator alone. */
export const simulateVerb: Verb = {
  name: 'simulate',
  about:
    'Run the simulated Dexcom alone, with faults on request, to test this bridge or another program',
  examples: [
    ['$0 simulate', 'Share and the Web API on http://127.0.0.1:8080; it prints how to use them'],
    ['$0 simulate --nightscout --speed 60', 'With a Nightscout stand-in, a reading every 5 s'],
    ['$0 simulate --port 9000 --host 0.0.0.0', 'On port 9000 of every address of this machine'],
    ['$0 simulate --tls-port 8443 --seed 7', 'HTTPS as well; always the same readings'],
    ['$0 simulate --delay 200', 'Readings appear at Share after 200 s'],
    ['$0 simulate --username anna --password x', 'Log in as anna'],
    ['$0 simulate --utc-offset -300 --legacy', 'A person in New York, as Share answered in 2017'],
    [
      '$0 simulate --nightscout-port 1338 --nightscout-secret long-enough-secret',
      'The stand-in elsewhere, with this secret',
    ],
    ['$0 simulate --product oneplus --region ous', 'Someone with ONE+ in Europe'],
    ['$0 simulate --web-api-delay 0 --history-days 400', 'A long history, and no delay'],
    [
      '$0 simulate --client-id app --client-secret s --redirect-uri http://127.0.0.1:9000/cb',
      'The application that may read',
    ],
    ['$0 simulate --sandbox', 'People are picked from a list, as in Dexcom’s sandbox'],
    ['$0 simulate --openapi > dexcom.json', 'The Web API as an OpenAPI document'],
  ],
  options: {
    port: { type: 'string', describe: 'Port of plain http; default 8080, 0 takes any free one' },
    'tls-port': { type: 'string', describe: 'HTTPS as well, on this port' },
    host: { type: 'string', describe: 'Address to listen on; default 127.0.0.1' },
    speed: {
      type: 'string',
      describe: 'How many times as fast as real time, 1 to 3600; default 1',
    },
    seed: { type: 'string', describe: 'Whose life: the same number gives the same readings' },
    delay: { type: 'string', describe: 'Seconds until a reading can be seen; default about 20' },
    username: { type: 'string', describe: 'Simulated user name; default sharer' },
    password: { type: 'string', describe: 'Simulated password; default simulated' },
    'utc-offset': {
      type: 'string',
      describe: 'Offset of the display from UTC in minutes; default 0',
    },
    legacy: { type: 'boolean', describe: 'Answer as Share did in 2017' },
    product: { type: 'string', describe: 'g6, g7, g715day, one or oneplus; default g7' },
    region: {
      type: 'string',
      describe: 'us, ous or jp, where the Web API is 1 h or 3 h late; default us',
    },
    'web-api-delay': {
      type: 'string',
      describe: 'Minutes until the Web API shows a reading; default by the region',
    },
    'history-days': {
      type: 'string',
      describe: 'How many days back the data in the Web API go; default 90',
    },
    'client-id': { type: 'string', describe: 'Of the application; default simulated-client' },
    'client-secret': { type: 'string', describe: 'Its secret; default simulated-client-secret' },
    'redirect-uri': {
      type: 'string',
      describe: 'Its redirect address, or several with commas; default any',
    },
    sandbox: { type: 'boolean', describe: 'Pick people from a list, without a password' },
    openapi: {
      type: 'boolean',
      describe: 'Print the OpenAPI document of the Web API instead, and end',
    },
    nightscout: { type: 'boolean', describe: 'Start a Nightscout stand-in too' },
    'nightscout-port': { type: 'string', describe: 'Its port; default 1337' },
    'nightscout-secret': { type: 'string', describe: 'Its API secret; default simulated-secret' },
  },
  takesSettings: false,
  async handle(given, { out }) {
    const { openApiText, runSimulator } = await import('../app/run-simulator.ts');
    if (isOn(given, 'openapi')) {
      out.write(`${openApiText()}\n`);
      return 0;
    }
    return runSimulator({
      options: optionsOf(given),
      process,
      say: (line) => void out.write(`${line}\n`),
    });
  },
};

type Options = Parameters<typeof import('../app/run-simulator.ts').runSimulator>[0]['options'];

function optionsOf(given: VerbArguments): Options {
  const delayS = numberOf(given, 'delay', 0, 3_600);
  const webApiDelayMin = numberOf(given, 'web-api-delay', 0, MOST_DELAY_MIN);
  const site = {
    ...optional('port', wholeOf(given, 'nightscout-port', 0, MOST_PORT)),
    ...optional('apiSecret', textOf(given, 'nightscout-secret')),
  };
  const wantsSite = isOn(given, 'nightscout') || Object.keys(site).length > 0;
  return {
    ...optional('port', wholeOf(given, 'port', 0, MOST_PORT)),
    ...optional('tlsPort', wholeOf(given, 'tls-port', 0, MOST_PORT)),
    ...optional('listen', textOf(given, 'host')),
    ...optional('speed', numberOf(given, 'speed', 1, 3_600)),
    ...optional('seed', wholeOf(given, 'seed', 0, MOST_SEED)),
    ...optional('username', textOf(given, 'username')),
    ...optional('password', textOf(given, 'password')),
    ...optional(
      'utcOffsetMinutes',
      wholeOf(given, 'utc-offset', -MOST_OFFSET_MIN, MOST_OFFSET_MIN),
    ),
    ...optional('delay', delayS === undefined ? undefined : Math.round(delayS * 1_000)),
    ...(isOn(given, 'legacy') ? { legacy: true } : {}),
    ...optional('product', oneOf(given, 'product', PRODUCTS)),
    ...optional('region', regionOf(given)),
    ...optional(
      'webApiDelayMs',
      webApiDelayMin === undefined ? undefined : Math.round(webApiDelayMin * 60_000),
    ),
    ...optional('historyDays', wholeOf(given, 'history-days', 1, MOST_HISTORY_DAYS)),
    ...optional('clientId', textOf(given, 'client-id')),
    ...optional('clientSecret', textOf(given, 'client-secret')),
    ...optional('redirectUris', redirectUrisOf(given)),
    ...(isOn(given, 'sandbox') ? { sandbox: true } : {}),
    ...(wantsSite ? { nightscout: site } : {}),
  };
}

function oneOf<Word extends string>(
  given: VerbArguments,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textOf(given, name);
  const found = words.find((word) => word === text?.toLowerCase());
  if (text === undefined || found !== undefined) return found;
  throw new UsageFault(`--${name} is one of ${words.join(', ')}, not “${text}”.`);
}

function regionOf(given: VerbArguments): (typeof REGIONS)[number] | undefined {
  const region = oneOf(given, 'region', [...REGIONS, 'eu']);
  return region === 'eu' ? 'ous' : region;
}

function redirectUrisOf(given: VerbArguments): readonly string[] | undefined {
  const uris = textOf(given, 'redirect-uri')?.split(',');
  const wrong = uris?.find((uri) => !/^https?:\/\/[^\s#]+$/i.test(uri) || !URL.canParse(uri));
  if (wrong === undefined) return uris;
  throw new UsageFault(
    `--redirect-uri is an http or https address, or several with commas, not “${wrong}”.`,
  );
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]?: Value });
}
