import type { EpochMs } from '../../domain/instant.ts';
import { latchRemedy } from '../../telemetry/latch-remedy.ts';
import type {
  ShownLatch,
  ShownPart,
  ShownSink,
  ShownSource,
} from '../../telemetry/shown-account.ts';
import type { PageState } from '../page-state.ts';
import { ageWords, countdown, howLong } from './how-long.ts';
import { html, type Html, type Part } from './html.ts';
import type { Look } from './look.ts';
import { moment } from './moment.ts';
import { partName } from './part-names.ts';
import { shownState } from './part-states.ts';
import { toneShape } from './shapes.ts';

/** Where and when a card is seen. */
export interface Seen {
  readonly state: PageState;
  readonly now: EpochMs;
  readonly look: Look;
}

/** One source: how it is, when it is asked next, what it brought. */
export function sourceCard(part: ShownSource, seen: Seen): Html {
  const { now, look, state } = seen;
  const brought = state.lastDay.bySource[part.name as keyof typeof state.lastDay.bySource];
  return card('source', part, seen, [
    part.nextPollAt !== undefined &&
      row('Next look', [
        part.nextPollAt > now ? `in ${countdown(part.nextPollAt - now)}` : 'now',
        ' ',
        aside(moment(part.nextPollAt, now, look)),
      ]),
    row('Last 24 h', `${brought} ${brought === 1 ? 'reading' : 'readings'}`),
  ]);
}

/** One sink: how it is, and what it has not confirmed yet. */
export function sinkCard(part: ShownSink, seen: Seen): Html {
  return card('sink', part, seen, [
    row('To deliver', [
      part.behind === 0
        ? 'nothing, up to date'
        : `${part.behind} ${part.behind === 1 ? 'change' : 'changes'}`,
      ' ',
      aside(`cursor ${part.cursor}`),
    ]),
  ]);
}

function card(side: 'source' | 'sink', part: ShownPart, seen: Seen, rows: readonly Part[]): Html {
  const { tone, words } = shownState(part.state);
  const { newest, lag } = part;
  const { now, look } = seen;
  return html`<li class="card part tone-${tone}" id="${side}-${part.name}">
    <div class="part-head">
      <h3>${partName(part.name)}</h3>
      <p class="state">${toneShape(tone)} <span>${words}</span></p>
    </div>
    ${part.latch !== undefined && latchNote(part.latch, side, seen)}
    <dl>
      ${
        newest !== undefined &&
        row('Newest', [ageWords(now - newest), ' ', aside(moment(newest, now, look))])
      }
      ${
        lag === undefined
          ? ''
          : row('Delay', [
              `half within ${howLong(lag.p50Ms)}, 95 % within ${howLong(lag.p95Ms)}`,
              ' ',
              aside(`of ${lag.count}`),
            ])
      }
      ${rows} ${part.latch === undefined && failureRow(part, seen)}
    </dl>
  </li>`;
}

function latchNote(
  { code, message, since }: ShownLatch,
  side: 'source' | 'sink',
  seen: Seen,
): Html {
  const { now, look, state } = seen;
  const { text, command } = latchRemedy(code, state.account, side);
  const [before = '', after = ''] = text.split(command);
  const isCopied = look.copied === command;
  return html`<div class="latch">
    <p><strong>Stopped since ${moment(since, now, look)}.</strong> ${message}</p>
    <p class="remedy">
      <span>${before.trim()}</span> <code>${command}</code>
      ${
        look.isLive &&
        html`<button type="button" data-copy="${command}" aria-label="Copy the command">
          ${isCopied ? 'Copied' : 'Copy'}
        </button>`
      }
      <span>${after.trim()}</span>
    </p>
    <p class="code">${code}</p>
  </div>`;
}

function failureRow({ lastFailure }: ShownPart, { now, look }: Seen): Html | undefined {
  if (lastFailure === undefined) return undefined;
  const { at, code, message } = lastFailure;
  return html`<div class="failure">
    <dt>Last failure</dt>
    <dd>${moment(at, now, look)}: ${message} <span class="aside code">${code}</span></dd>
  </div>`;
}

function row(term: string, text: Part): Html {
  return html`<div>
    <dt>${term}</dt>
    <dd>${text}</dd>
  </div>`;
}

function aside(text: Part): Html {
  return html`<span class="aside">${text}</span>`;
}
