import type { EpochMs } from '../../domain/instant.ts';
import type { ShownPart } from '../../telemetry/shown-account.ts';
import type { PageState } from '../page-state.ts';
import { freshnessOf } from './freshness.ts';
import { howLong } from './how-long.ts';
import { html, type Html } from './html.ts';
import type { Look } from './look.ts';
import { partName } from './part-names.ts';
import { shownState } from './part-states.ts';
import { toneShape, type Tone } from './shapes.ts';

interface SidedPart extends ShownPart {
  readonly side: 'source' | 'sink';
  /** Of a destination. */
  readonly behind?: number;
}

/** One thing to say of the whole. */
interface Remark {
  readonly tone: Tone;
  readonly words: string;
  /** The parts it is about. */
  readonly parts: readonly SidedPart[];
}

/** Everything that is the matter, the worst first; or that nothing is. Never empty. */
export function remarksOn({ sources, sinks, newest }: PageState, now: number): readonly Remark[] {
  const parts: readonly SidedPart[] = [
    ...sources.map((part) => ({ ...part, side: 'source' as const })),
    ...sinks.map((part) => ({ ...part, side: 'sink' as const })),
  ];
  const age = newest === undefined ? 0 : now - newest.at;
  const isLate = freshnessOf(age) !== 'current';
  const of = (tone: Tone, words: string, test: (part: SidedPart) => boolean): Remark => ({
    tone,
    words,
    parts: parts.filter(test),
  });
  const remarks = [
    of('bad', 'Stopped until you act', ({ state }) => shownState(state).tone === 'bad'),
    of('off', 'Not running', ({ state }) => shownState(state).tone === 'off'),
    of('warn', 'In trouble, trying again', ({ state }) => state === 'failing'),
    of('warn', 'Nothing new for long', ({ state }) => state === 'quiet'),
    of('idle', 'Starting', (part) => shownState(part.state, part.behind).tone === 'idle'),
  ].filter((remark) => remark.parts.length > 0);
  if (sources.length === 0) {
    return [{ tone: 'bad', words: 'No source is set up.', parts: [] }, ...remarks];
  }
  if (remarks.length > 0) return remarks;
  if (isLate) {
    const words = `Connected, but no new reading for ${howLong(age)}: look at the sensor and the phone.`;
    return [{ tone: 'warn', words, parts: [] }];
  }
  const words = `The bridge is working${deliveredWords(sinks)}.`;
  return [{ tone: 'good', words, parts: [] }];
}

function deliveredWords(sinks: PageState['sinks']): string {
  if (sinks.length === 0) return '';
  return sinks.some(({ behind }) => behind > 0)
    ? ', and delivering what is left'
    : ', and everything is delivered';
}

/** While the bridge is not heard, nothing is said of how it is. */
const NOT_HEARD: Remark = {
  tone: 'off',
  words: 'How the bridge is now is not known: it cannot be heard.',
  parts: [],
};

/** The remarks with their signs, each part a link to its card. */
export function overall(state: PageState, now: EpochMs, { isLost = false }: Look): Html {
  const remarks = isLost ? [NOT_HEARD] : remarksOn(state, now);
  const lines = remarks.map(({ tone, words, parts }) => {
    const links = parts.map(
      ({ side, name }, index) =>
        html`${index > 0 && ', '}<a href="#${side}-${name}">${partName(name)}</a>`,
    );
    return html`<li class="overall tone-${tone}">
      ${toneShape(tone)} <span>${words}${links.length > 0 && ': '}${links}</span>
    </li>`;
  });
  return html`<ul class="remarks">
    ${lines}
  </ul>`;
}
