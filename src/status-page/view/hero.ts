import { MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import type { PageState } from '../page-state.ts';
import { currentOf, type Current } from './current.ts';
import { glucoseFigure, glucoseText, glucoseUnit } from './glucose-words.ts';
import { ageWords, howLong } from './how-long.ts';
import { html, type Html } from './html.ts';
import type { Look } from './look.ts';
import { moment } from './moment.ts';
import { trendArrow } from './shapes.ts';

type Known = Exclude<Current, { readonly freshness: 'none' }>;

/** The value, its direction, its age and its change, large; or, in words, that there is none for now. */
export function hero(state: PageState, now: EpochMs, look: Look): Html {
  const current = currentOf(state, now, look.units);
  switch (current.freshness) {
    case 'none':
      return nothingYet(state);
    case 'old':
      return longAgo(current, now, look);
    case 'stale':
    case 'current':
      return withValue(current, now, look);
  }
}

function withValue(current: Known, now: EpochMs, look: Look): Html {
  const { reading, freshness, zone, zoneWords, trend, ageMs } = current;
  const isCurrent = freshness === 'current';
  const figure = glucoseFigure(reading.glucoseMgdl, look.units);
  return html`<div class="hero ${freshness} zone-${zone}">
    <p class="reading">
      <span class="figure" data-length="${figure.length}">${figure}</span>
      ${isCurrent && trendArrow(trend)}
      <span class="beside">
        <span class="unit">${glucoseUnit(reading.glucoseMgdl, look.units)}</span>
        ${
          isCurrent
            ? html`<span class="trend-words">${trend.words}</span>
                <span class="zone">${zoneWords}</span>`
            : html`<span class="zone">not current</span>`
        }
      </span>
    </p>
    <dl class="around">
      <div>
        <dt>Measured</dt>
        <dd><strong>${ageWords(ageMs)}</strong> <span>${moment(reading.at, now, look)}</span></dd>
      </div>
      ${isCurrent && change(current)}
    </dl>
    ${
      isCurrent
        ? ''
        : html`<p class="warning">
            Not current: no reading for ${howLong(ageMs)}. Trend and change are not shown.
          </p>`
    }
  </div>`;
}

function change({ delta }: Known): Html {
  return html`<div>
    <dt>Change</dt>
    ${
      delta.kind === 'known'
        ? html`<dd>
            <strong>${delta.text}</strong>
            <span>in ${Math.round(delta.overMs / MINUTE_MS)} min</span>
          </dd>`
        : html`<dd class="reason">${delta.reason}</dd>`
    }
  </div>`;
}

function longAgo({ reading, ageMs }: Known, now: EpochMs, look: Look): Html {
  return html`<div class="hero old">
    <p class="reading"><span class="figure words">No current value</span></p>
    <p class="warning">
      No reading for ${howLong(ageMs)}. The last one was
      ${glucoseText(reading.glucoseMgdl, look.units)} at ${moment(reading.at, now, look)}, and says
      nothing about now.
    </p>
  </div>`;
}

function nothingYet({ sources }: PageState): Html {
  return html`<div class="hero old">
    <p class="reading"><span class="figure words">No reading yet</span></p>
    <p class="warning">
      ${
        sources.length === 0
          ? 'No source is set up for this account.'
          : 'Nothing has been recorded for this account. The sources below tell how far they are.'
      }
    </p>
  </div>`;
}
