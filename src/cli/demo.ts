import { numberOf } from './number-of.ts';
import { textOf, type Verb } from './verb.ts';

const SPEEDS = { least: 1, most: 600, usual: 60 };
const LONGEST_S = 86_400;

/** `demo`: the whole way with simulated data. */
export const demoVerb: Verb = {
  name: 'demo',
  about: 'See it work with simulated data: no account, no settings, nothing leaves this machine',
  examples: [
    ['$0 demo', 'Until Ctrl-C; a reading every 5 s'],
    ['$0 demo --for 20', 'For 20 seconds'],
    ['$0 demo --speed 1', 'In real time: a reading every 5 min'],
  ],
  options: {
    speed: {
      type: 'string',
      default: String(SPEEDS.usual),
      describe: `How many times as fast as real time, ${SPEEDS.least} to ${SPEEDS.most}`,
    },
    for: { type: 'string', describe: 'End after so many seconds; default: run until stopped' },
    listen: { type: 'string', describe: 'Loopback address of page and feed, host:port' },
  },
  takesSettings: false,
  async handle(given, { env, cwd, out, err }) {
    const speed = numberOf(given, 'speed', SPEEDS.least, SPEEDS.most) ?? SPEEDS.usual;
    const seconds = numberOf(given, 'for', 1, LONGEST_S);
    const listen = textOf(given, 'listen');
    const forMs = seconds === undefined ? undefined : seconds * 1_000;
    const { runDemo } = await import('../app/run-demo.ts');
    return runDemo({
      call: { flags: listen === undefined ? {} : { listen }, env, cwd },
      speed,
      forMs,
      process,
      out,
      err,
    });
  },
};
