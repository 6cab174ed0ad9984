import type { EpochMs } from '../../domain/instant.ts';
import type { LagFigures } from '../../telemetry/lag-record.ts';
import { latchRemedy } from '../../telemetry/latch-remedy.ts';
import {
  MOST_COUNTED_BEHIND,
  type ShownLatch,
  type ShownPart,
  type ShownSink,
  type ShownSource,
} from '../../telemetry/shown-account.ts';
import type { PageState } from '../page-state.ts';
import { ageWords, countdown, howLong } from './how-long.ts';
import { html, type Html, type Part } from './html.ts';
import type { Look } from './look.ts';
import { moment } from './moment.ts';
import { partName } from './part-names.ts';
import { shownState, type ShownState } from './part-states.ts';
import { toneShape } from './shapes.ts';

/** Where and when a card is seen. */
export interface Seen {
  readonly state: PageState;
  readonly now: EpochMs;
  readonly look: Look;
}

/** One source: how it is, when it is asked next, what it brought. */
export function sourceCard(part: ShownSource, seen: Seen): Html {
  const { nextPollAt, lastAnswerAt } = part;
  return card('source', part, seen, [
    nextPollAt !== undefined && row('Next look', dueIn(nextPollAt, seen)),
    !isWell(part) && lastAnswerAt !== undefined && row('Last answer', ago(lastAnswerAt, seen)),
    broughtRow(part.name, seen.state),
  ]);
}

/** One sink: how it is, and what it has not confirmed yet. */
export function sinkCard(part: ShownSink, seen: Seen): Html {
  const { behind, cursor, lastDeliveryAt } = part;
  const owed = behind >= MOST_COUNTED_BEHIND ? `${behind} or more` : behind;
  return card('sink', part, seen, [
    row('To deliver', [
      behind === 0 ? 'nothing, up to date' : `${owed} ${behind === 1 ? 'change' : 'changes'}`,
      ' ',
      aside(`cursor ${cursor}`),
    ]),
    !isWell(part) && lastDeliveryAt !== undefined && row('Delivered', ago(lastDeliveryAt, seen)),
  ]);
}

function card(
  side: 'source' | 'sink',
  part: ShownPart | ShownSink,
  seen: Seen,
  rows: readonly Part[],
): Html {
  const { tone, words } = stateOf(part, seen);
  const { newest, lag, latch, since, retryAt } = part;
  const lasting = !isWell(part) && !seen.look.isLost && latch === undefined && since !== undefined;
  return html`<li class="card part tone-${tone}" id="${side}-${part.name}">
    <div class="part-head">
      <h3>${partName(part.name)}</h3>
      <p class="state">
        ${toneShape(tone)}
        <span>${words}${lasting && `, for ${howLong(Math.max(0, seen.now - since))}`}</span>
      </p>
    </div>
    ${latch !== undefined && latchNote(latch, side, seen)}
    <dl>
      ${latch === undefined && failureRow(part, seen)}
      ${retryAt !== undefined && row('Next try', dueIn(retryAt, seen))}
      ${newest !== undefined && row('Newest', ago(newest, seen))}
      ${lag !== undefined && row('Delay', lagText(lag))} ${rows}
    </dl>
  </li>`;
}

/** While the bridge is not heard, what it said last is said to be that. */
function stateOf(part: ShownPart | ShownSink, { look }: Seen): ShownState {
  const shown = shownStateOf(part);
  return look.isLost === true ? { tone: 'off', words: `not known; last: ${shown.words}` } : shown;
}

function isWell(part: ShownPart | ShownSink): boolean {
  return shownStateOf(part).tone === 'good';
}

function shownStateOf(part: ShownPart | ShownSink): ShownState {
  return shownState(part.state, 'behind' in part ? part.behind : undefined);
}

/** A reading that Share had first and the Web API has too is counted as the Web API’s: the words must not say otherwise. */
function broughtRow(name: string, { lastDay, sources }: PageState): Html | undefined {
  if (name !== 'share' && name !== 'web-api') return undefined;
  const count = lastDay.bySource[name];
  const readings = `${count} ${count === 1 ? 'reading' : 'readings'}`;
  if (sources.length < 2) return row('Last 24 h', readings);
  return row('Last 24 h', `${readings} ${name === 'share' ? 'from it alone' : 'in its history'}`);
}

function lagText({ p50Ms, p95Ms, count }: LagFigures): Part {
  return [`half within ${howLong(p50Ms)}, 95 % within ${howLong(p95Ms)} `, aside(`of ${count}`)];
}

function ago(at: EpochMs, { now, look }: Seen): Part {
  return [`${ageWords(now - at)} `, aside(moment(at, now, look))];
}

function dueIn(at: EpochMs, { now, look }: Seen): Part {
  return [at > now ? `in ${countdown(at - now)} ` : 'now ', aside(moment(at, now, look))];
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
    <p class="code">Type it where the bridge runs: in its folder, container or service.</p>
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
