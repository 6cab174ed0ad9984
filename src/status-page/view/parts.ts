import type { EpochMs } from '../../domain/instant.ts';
import type { PageState } from '../page-state.ts';
import { howLong } from './how-long.ts';
import { html, type Html } from './html.ts';
import type { Look } from './look.ts';
import { sinkCard, sourceCard } from './part-card.ts';

/** Every source and sink, and what the journal keeps. */
export function parts(state: PageState, now: EpochMs, look: Look): Html {
  const seen = { state, now, look };
  return html`<section aria-labelledby="sources">
      <h2 id="sources">Sources</h2>
      <ul class="cards">
        ${state.sources.map((part) => sourceCard(part, seen))}
      </ul>
      ${state.sources.length === 0 && html`<p class="none">None is set up.</p>`}
    </section>
    <section aria-labelledby="sinks">
      <h2 id="sinks">Destinations</h2>
      <ul class="cards">
        ${state.sinks.map((part) => sinkCard(part, seen))}
      </ul>
      ${
        state.sinks.length === 0 &&
        html`<p class="none">None is set up: readings are kept here, and served to followers.</p>`
      }
    </section>
    <p class="kept">${keptWords(state)}</p>`;
}

/** What the journal holds and the last day lacks, in one line. */
function keptWords({ records, setAside, refused, lastDay }: PageState): string {
  const words = [gapWords(lastDay), `${counted(records, 'record')} kept`];
  if (setAside > 0) words.push(`${setAside} set aside as not to be trusted`);
  if (refused > 0) words.push(`${refused} refused by a destination`);
  return `${words.join(' · ')}.`;
}

function gapWords({ gaps, longestGapMs, bySource }: PageState['lastDay']): string {
  if (bySource.share + bySource['web-api'] === 0) return 'No reading in the last 24 hours';
  if (gaps === 0) return 'No gap in the last 24 hours';
  return `${counted(gaps, 'gap')} in the last 24 hours, the longest ${howLong(longestGapMs)}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
