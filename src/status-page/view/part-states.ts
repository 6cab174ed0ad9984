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

/** Since the start it had nothing to do: it may stay so for hours, and nothing is the matter. */
const IDLE: ShownState = { tone: 'good', words: 'nothing to deliver so far' };

/** A state for people; one that is not known is shown as it is. @param behind what a destination has not confirmed */
export function shownState(state: string, behind?: number): ShownState {
  if (state === 'starting' && behind === 0) return IDLE;
  return STATES[state] ?? { tone: 'idle', words: state };
}
