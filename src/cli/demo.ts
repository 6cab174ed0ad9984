import { UsageFault, textOf, type Verb } from './verb.ts';

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
    listen: { type: 'string', describe: 'Loopback address of the health page, host:port' },
  },
  takesSettings: false,
  async handle(given, { env, cwd, out, err }) {
    const speed = numberOf(textOf(given, 'speed') ?? '', 'speed', SPEEDS.least, SPEEDS.most);
    const seconds = textOf(given, 'for');
    const listen = textOf(given, 'listen');
    const forMs =
      seconds === undefined ? undefined : numberOf(seconds, 'for', 1, LONGEST_S) * 1_000;
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

function numberOf(text: string, name: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageFault(`--${name} is a number from ${least} to ${most}, not “${text}”.`);
}
