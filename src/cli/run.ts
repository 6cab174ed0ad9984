import { isOn, type Verb } from './verb.ts';

/** `run`: the daemon; what the program does when no verb is given. */
export const runVerb: Verb = {
  name: 'run',
  about: 'Copy readings until stopped (this is what happens without a verb)',
  examples: [
    ['$0', 'Run with the settings of the environment or config/bridge.yaml'],
    ['$0 run --once', 'Fetch and deliver once, then end; for cron'],
    ['$0 run --config /etc/bridge.yaml --log-level debug', 'Settings can also be flags'],
  ],
  options: {
    once: { type: 'boolean', describe: 'One full pass, then end with 0, 69 or 77' },
  },
  takesSettings: true,
  async handle(given, { env, cwd, err }) {
    const { runBridge } = await import('../app/run-bridge.ts');
    return runBridge({
      call: { flags: given.settings, env, cwd },
      once: isOn(given, 'once'),
      process,
      err,
    });
  },
};
