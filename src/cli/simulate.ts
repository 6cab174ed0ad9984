import type { Verb } from './verb.ts';

/** `simulate`: the Dexcom simulator alone. */
export const simulateVerb: Verb = {
  name: 'simulate',
  about: 'Run the simulated Dexcom alone, for tests of other programs',
  examples: [['$0 simulate --port 8080', 'Share on http://127.0.0.1:8080']],
  options: {},
  takesSettings: false,
  async handle() {
    return 0;
  },
};
