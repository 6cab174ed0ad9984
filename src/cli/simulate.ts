import { numberOf, wholeOf } from './number-of.ts';
import { isOn, textOf, type Verb, type VerbArguments } from './verb.ts';

const MOST_PORT = 65_535;
const MOST_SEED = 2_147_483_647;
const MOST_OFFSET_MIN = 840;

/** `simulate`: the Dexcom simulator alone. */
export const simulateVerb: Verb = {
  name: 'simulate',
  about:
    'Run the simulated Dexcom alone, with faults on request, to test this bridge or another program',
  examples: [
    ['$0 simulate', 'Share on http://127.0.0.1:8080; it prints how to use it'],
    ['$0 simulate --nightscout --speed 60', 'With a Nightscout stand-in, a reading every 5 s'],
    ['$0 simulate --tls-port 8443 --seed 7', 'HTTPS as well; always the same readings'],
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
    nightscout: { type: 'boolean', describe: 'Start a Nightscout stand-in too' },
    'nightscout-port': { type: 'string', describe: 'Its port; default 1337' },
    'nightscout-secret': { type: 'string', describe: 'Its API secret; default simulated-secret' },
  },
  takesSettings: false,
  async handle(given, { out }) {
    const { runSimulator } = await import('../app/run-simulator.ts');
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
    ...(wantsSite ? { nightscout: site } : {}),
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]?: Value });
}
