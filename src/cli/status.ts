import {
  latchRemedy,
  toIsoUtc,
  wallClock,
  type EpochMs,
  type ShownAccount,
  type ShownSink,
  type ShownSource,
} from '../app/about.ts';
import type { StatusReport } from '../app/read-status.ts';
import { howLong } from './how-long.ts';
import { sparkline } from './sparkline.ts';
import { table } from './table.ts';
import { glucoseText, trendArrow } from './trend-arrow.ts';
import { JSON_OPTION, isOn, type Verb } from './verb.ts';

const MINUTE_MS = 60_000;
const DRAWN_MS = 180 * MINUTE_MS;
const SLOT_MS = 5 * MINUTE_MS;
const SCALE = { lowest: 40, highest: 300 };

/** `status`: how things stand, beside a running daemon or without one. */
export const statusVerb: Verb = {
  name: 'status',
  about: 'Show the newest reading, and the state of every source and destination',
  examples: [
    ['$0 status', 'How do things stand?'],
    ['$0 status --json', 'The same for another program'],
  ],
  options: { json: JSON_OPTION },
  takesSettings: true,
  async handle(given, { env, cwd, out }) {
    const { readStatus } = await import('../app/read-status.ts');
    const report = await readStatus({ flags: given.settings, env, cwd });
    out.write(
      isOn(given, 'json')
        ? `${JSON.stringify(withIsoTimes(report), undefined, 2)}\n`
        : `${statusText(report, out.columns || 100)}\n`,
    );
    return 0;
  },
};

/** The report for people; times on the wall clock of this machine. */
export function statusText(report: StatusReport, width: number): string {
  const { offset } = wallClock(report.at);
  const lines: string[] = [];
  const runs = report.running;
  lines.push(
    runs === undefined
      ? 'No bridge is running on this data folder.'
      : `A bridge is running (${runs.purpose}${runs.pid === undefined ? '' : `, process ${runs.pid}`}${runs.since === undefined ? '' : `, for ${howLong(report.at - runs.since)}`}).`,
    `Data folder ${report.dataDir}${report.journal === 'absent' ? ': nothing has been recorded yet.' : ''}`,
    `Times are of this machine’s clock (UTC${offset}).`,
  );
  lines.push(...report.notes);
  for (const account of report.accounts) lines.push('', ...accountLines(account, report, width));
  return lines.join('\n');
}

function accountLines(
  account: ShownAccount,
  report: StatusReport,
  width: number,
): readonly string[] {
  const { newest } = account;
  const lines = [`Account ${account.name}`];
  lines.push(
    newest === undefined
      ? '  no reading yet'
      : `  ${glucoseText(newest.glucoseMgdl)} ${trendArrow(newest.trend)}`.trimEnd() +
          ` at ${clockText(newest.at)}, ${ageText(report.at - newest.at)}`,
  );
  const points = account.recent.map(({ at, glucoseMgdl }) => ({ at, value: glucoseMgdl }));
  const span = { from: report.at - DRAWN_MS, to: report.at, slotMs: SLOT_MS };
  if (points.length > 0) {
    lines.push(
      `  |${sparkline(points, span, SCALE)}| last 3 h, ${SCALE.lowest} to ${SCALE.highest} mg/dL; blank where no reading is`,
    );
  }
  const rows = [
    ...account.sources.map((part) => [
      '',
      'source',
      part.name,
      part.state,
      sourceFacts(part, account.name),
    ]),
    ...account.sinks.map((part) => [
      '',
      'sink',
      part.name,
      part.state,
      sinkFacts(part, account.name),
    ]),
  ];
  if (rows.length > 0) lines.push(table(rows, width));
  const kept = [`${account.records} records in the journal`];
  if (account.setAside > 0) kept.push(`${account.setAside} set aside`);
  if (account.refused > 0) kept.push(`${account.refused} refused by a destination`);
  lines.push(`  ${kept.join(', ')}`);
  return lines;
}

function sourceFacts(part: ShownSource, account: string): string {
  const facts = commonFacts(part, account, 'source');
  if (part.nextPollAt !== undefined) facts.push(`next look ${clockText(part.nextPollAt)}`);
  return facts.join('; ');
}

function sinkFacts(part: ShownSink, account: string): string {
  const behind = part.behind === 0 ? 'up to date' : `${part.behind} to deliver`;
  return [`${behind} (cursor ${part.cursor})`, ...commonFacts(part, account, 'sink')].join('; ');
}

function commonFacts(
  part: ShownSource | ShownSink,
  account: string,
  side: 'source' | 'sink',
): string[] {
  const facts: string[] = [];
  if (part.latch !== undefined) {
    const { code, message, since } = part.latch;
    facts.push(
      `stopped since ${clockText(since)}: ${message} ${latchRemedy(code, account, side).text}`,
    );
  } else if (part.state === 'failing' && part.lastFailure !== undefined) {
    facts.push(part.lastFailure.message);
  }
  if (part.lag !== undefined) {
    facts.push(`lag ${howLong(part.lag.p50Ms)}, 95 % within ${howLong(part.lag.p95Ms)}`);
  }
  return facts;
}

/** Dexcom’s clock can be ahead of this machine’s. */
function ageText(ms: number): string {
  return ms < 0 ? `${howLong(-ms)} ahead of this machine’s clock` : `${howLong(ms)} ago`;
}

function clockText(at: EpochMs): string {
  const { date, time } = wallClock(at);
  return `${date} ${time}`;
}

const INSTANTS = new Set(['at', 'since', 'stateFrom', 'nextPollAt']);

/** Instants as ISO 8601 in UTC: they explain themselves. */
function withIsoTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIsoTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]: [string, unknown]) => [
      name,
      INSTANTS.has(name) && typeof held === 'number'
        ? toIsoUtc(held as EpochMs)
        : withIsoTimes(held),
    ]),
  );
}
