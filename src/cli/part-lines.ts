import {
  latchRemedy,
  MOST_COUNTED_BEHIND,
  type EpochMs,
  type ShownAccount,
  type ShownPart,
  type ShownSink,
  type ShownSource,
} from '../app/about.ts';
import { lineWidth } from '../app/fit-line.ts';
import { howLong } from './how-long.ts';
import { toneOf, type Paint } from './paint.ts';
import { clockText, tame } from './status-words.ts';
import { table, wrap } from './table.ts';

/** Where and when parts are shown. */
export interface PartStyle {
  readonly now: EpochMs;
  readonly width: number;
  readonly paint: Paint;
}

type Shown =
  | { readonly side: 'source'; readonly part: ShownSource }
  | { readonly side: 'sink'; readonly part: ShownSink };

/** From here on there is room for what few people need. */
const WIDE = 100;
const NOTHING = '-';
const QUIET =
  'On the phone: does the Dexcom app show readings, is Share on with a follower, is it online? A sensor in warm-up sends nothing.';

/** Sources and sinks with their states, and below each that needs it what is the matter and what to do. */
export function partLines(account: ShownAccount, style: PartStyle): readonly string[] {
  const shown: readonly Shown[] = [
    ...account.sources.map((part) => ({ side: 'source', part }) as const),
    ...account.sinks.map((part) => ({ side: 'sink', part }) as const),
  ];
  if (shown.length === 0) return [];
  const { width, paint } = style;
  const [head = '', ...rows] = table(
    [['', '', 'state', 'newest', 'lag 50/95 %', 'next'], ...shown.map((one) => rowOf(one, style))],
    Infinity,
  )
    .split('\n')
    .map((line) => `  ${line}`);
  const isTable = [head, ...rows].every((line) => lineWidth(line) <= width);
  return [
    ...(isTable ? [paint(head, 'dim')] : []),
    ...shown.flatMap((one, index) => [
      ...(isTable ? [rows[index] ?? ''] : stackedLines(one, style)),
      ...matterLines(one, account.name, style),
    ]),
  ];
}

function rowOf(shown: Shown, style: PartStyle): readonly string[] {
  const { now, paint } = style;
  const { side, part } = shown;
  const { name, state, newest, lag } = part;
  return [
    side,
    tame(name),
    paint(state, toneOf(state)),
    newest === undefined ? NOTHING : clockText(newest, now),
    lag === undefined ? NOTHING : `${howLong(lag.p50Ms)}/${howLong(lag.p95Ms)}`,
    nextText(shown, style),
  ];
}

/** When a source is looked at next; how far a sink is from the journal’s end. */
function nextText({ side, part }: Shown, { now, width }: PartStyle): string {
  if (side === 'source') {
    return part.nextPollAt === undefined ? NOTHING : clockText(part.nextPollAt, now);
  }
  const more = part.behind >= MOST_COUNTED_BEHIND ? '+' : '';
  const behind = part.behind === 0 ? 'up to date' : `${part.behind}${more} to deliver`;
  return width < WIDE ? behind : `${behind} (cursor ${part.cursor})`;
}

function stackedLines(shown: Shown, style: PartStyle): readonly string[] {
  const { side, part } = shown;
  const { name, state, newest, lag } = part;
  const next = nextText(shown, style);
  const facts = [
    newest === undefined ? '' : `newest ${clockText(newest, style.now)}`,
    lag === undefined ? '' : `lag ${howLong(lag.p50Ms)}, 95 % within ${howLong(lag.p95Ms)}`,
    next === NOTHING ? '' : side === 'source' ? `next look ${next}` : next,
  ].filter((fact) => fact !== '');
  return [
    `  ${side} ${tame(name)}: ${style.paint(state, toneOf(state))}`,
    ...indented(facts.join('; '), style.width),
  ];
}

/** What is the matter, and the way out. */
function matterLines({ side, part }: Shown, account: string, style: PartStyle): readonly string[] {
  const { now, width } = style;
  const since = part.since === undefined ? '' : ` since ${clockText(part.since, now)}`;
  if (part.latch !== undefined) {
    const { code, message } = part.latch;
    return [
      ...indented(`Stopped${since}: ${tame(message)}`, width),
      ...indented(tame(latchRemedy(code, account, side).text), width),
    ];
  }
  if (part.state === 'quiet') return indented(`Nothing new${since}. ${QUIET}`, width);
  if (part.state !== 'failing' || part.lastFailure === undefined) return [];
  return indented(
    `Failing${since}: ${tame(part.lastFailure.message)}${againText(part, now)}`,
    width,
  );
}

function againText({ retryAt }: ShownPart, now: EpochMs): string {
  return retryAt === undefined ? '' : ` Tried again at ${clockText(retryAt, now)}.`;
}

function indented(text: string, width: number): readonly string[] {
  return text === '' ? [] : wrap(text, Math.max(20, width - 4)).map((line) => `    ${line}`);
}
