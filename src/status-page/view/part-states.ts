import type { Tone } from './shapes.ts';

/** How a state is worded and drawn. */
export interface ShownState {
  readonly tone: Tone;
  readonly words: string;
}

const STATES: Readonly<Record<string, ShownState>> = {
  ok: { tone: 'good', words: 'working' },
  quiet: { tone: 'warn', words: 'answers, but nothing new for long' },
  failing: { tone: 'warn', words: 'in trouble, trying again' },
  latched: { tone: 'bad', words: 'stopped until you act' },
  starting: { tone: 'idle', words: 'starting' },
  waiting: { tone: 'idle', words: 'waiting for first news' },
  stopped: { tone: 'off', words: 'not running' },
};

/** A state for people; one that is not known is shown as it is. */
export function shownState(state: string): ShownState {
  return STATES[state] ?? { tone: 'idle', words: state };
}
