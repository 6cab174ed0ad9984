import type { EpochMs } from '../../domain/instant.ts';
import type { ShownPart } from '../../telemetry/shown-account.ts';
import type { PageState } from '../page-state.ts';
import { freshnessOf } from './freshness.ts';
import { howLong } from './how-long.ts';
import { html, type Html } from './html.ts';
import { partName } from './part-names.ts';
import { shownState } from './part-states.ts';
import { toneShape, type Tone } from './shapes.ts';

/** One sentence on whether all is right. */
export interface Overall {
  readonly tone: Tone;
  readonly words: string;
}

/** The worst that is the matter, in one sentence. */
export function overallOf({ sources, sinks, newest }: PageState, now: number): Overall {
  const parts: readonly ShownPart[] = [...sources, ...sinks];
  const inTone = (tone: Tone) => parts.filter(({ state }) => shownState(state).tone === tone);
  const stopped = inTone('bad');
  if (stopped.length > 0)
    return { tone: 'bad', words: `Stopped until you act: ${names(stopped)}.` };
  if (sources.length === 0) return { tone: 'bad', words: 'No source is set up.' };
  const off = inTone('off');
  if (off.length > 0) return { tone: 'off', words: `Not running: ${names(off)}.` };
  const failing = parts.filter(({ state }) => state === 'failing');
  if (failing.length > 0) {
    return { tone: 'warn', words: `In trouble, trying again: ${names(failing)}.` };
  }
  const age = newest === undefined ? undefined : now - newest.at;
  const freshness = freshnessOf(age);
  if (freshness === 'stale' || freshness === 'old') {
    return {
      tone: 'warn',
      words: `Connected, but no new reading for ${howLong(age ?? 0)}: look at the sensor and the phone.`,
    };
  }
  const quiet = inTone('warn');
  if (quiet.length > 0) return { tone: 'warn', words: `Nothing new for long: ${names(quiet)}.` };
  const starting = inTone('idle');
  if (starting.length > 0) return { tone: 'idle', words: `Starting: ${names(starting)}.` };
  return {
    tone: 'good',
    words: sinks.length === 0 ? 'Everything is working.' : 'Everything is working and delivered.',
  };
}

/** The sentence with its sign. */
export function overall(state: PageState, now: EpochMs): Html {
  const { tone, words } = overallOf(state, now);
  return html`<p class="overall tone-${tone}">${toneShape(tone)} <span>${words}</span></p>`;
}

function names(parts: readonly ShownPart[]): string {
  return parts.map(({ name }) => partName(name)).join(', ');
}
