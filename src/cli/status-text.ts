import { wallClock, type ShownAccount } from '../app/about.ts';
import {
  deltaText,
  glucoseNumber,
  glucoseText,
  trendArrow,
  unitName,
} from '../app/glucose-words.ts';
import type { StatusReport } from '../app/read-status.ts';
import { sparkline, spanUpTo } from '../app/sparkline.ts';
import { howLong } from './how-long.ts';
import { createPaint, type Paint } from './paint.ts';
import { partLines } from './part-lines.ts';
import { ageText, clockText, isCurrent, tame } from './status-words.ts';
import { wrap } from './table.ts';

/** How the report is written. */
export interface StatusStyle {
  /** Columns. */
  readonly width: number;
  readonly hasColour: boolean;
}

const MINUTE_MS = 60_000;
const DRAWN_MS = 180 * MINUTE_MS;
const SLOT_MS = 5 * MINUTE_MS;
/** mg/dL */
const SCALE = { lowest: 40, highest: 300 };

/** The report for people; times on the wall clock of this machine. */
export function statusText(report: StatusReport, style: StatusStyle): string {
  return statusLines(report, style).join('\n');
}

/** The same, line by line. */
export function statusLines(report: StatusReport, style: StatusStyle): readonly string[] {
  const paint = createPaint(style.hasColour);
  const { offset } = wallClock(report.at);
  const folder = `Data folder ${tame(report.dataDir)}`;
  const lines = [
    ...folded(runningText(report), style),
    ...folded(
      report.journal === 'absent' ? `${folder}: nothing has been recorded yet.` : folder,
      style,
    ),
    ...folded(`Times are of this machine’s clock (UTC${offset}).`, style),
  ];
  for (const note of report.notes) {
    lines.push(...folded(tame(note), style).map((line) => paint(line, 'warn')));
  }
  for (const account of report.accounts) {
    lines.push('', ...accountLines(account, report, style, paint));
  }
  return lines;
}

function runningText({ running, at }: StatusReport): string {
  if (running === undefined) {
    return 'No bridge is running on this data folder: nothing new is fetched.';
  }
  const { pid, purpose, since } = running;
  const process = pid === undefined ? '' : `, process ${pid}`;
  return `A bridge is running (${purpose}${process}${since === undefined ? '' : `, for ${howLong(at - since)}`}).`;
}

function accountLines(
  account: ShownAccount,
  report: StatusReport,
  style: StatusStyle,
  paint: Paint,
): readonly string[] {
  const { width } = style;
  const kept = [`${account.records} records in the journal`];
  if (account.setAside > 0) kept.push(`${account.setAside} set aside`);
  if (account.refused > 0) kept.push(`${account.refused} refused by a destination`);
  return [
    `Account ${tame(account.name)}`,
    ...newestLines(account, report, style, paint),
    ...drawnLines(account, report, width),
    ...partLines(account, { now: report.at, width, paint }),
    ...folded(kept.join(', '), style, '  '),
  ];
}

/** The value with its trend and change, or plainly that it is no value of now. */
function newestLines(
  { newest, recent }: ShownAccount,
  { at, display: { units } }: StatusReport,
  style: StatusStyle,
  paint: Paint,
): readonly string[] {
  if (newest === undefined) return ['  no reading yet'];
  const value = glucoseText(newest.glucoseMgdl, units);
  const ageMs = at - newest.at;
  if (!isCurrent(ageMs)) {
    const text = `NOT CURRENT: no reading for ${howLong(ageMs)}. The last one, ${value} at ${clockText(newest.at, at)}, says nothing about now.`;
    return folded(text, style, '  ').map((line) => paint(line, 'bad'));
  }
  const parts = [value, trendArrow(newest.trend), deltaText(newest, recent, units) ?? ''];
  const shown = parts.filter((part) => part !== '').join(' ');
  return folded(`${shown} at ${clockText(newest.at, at)}, ${ageText(ageMs)}`, style, '  ');
}

function drawnLines(
  { recent }: ShownAccount,
  { at, display: { units } }: StatusReport,
  width: number,
): readonly string[] {
  if (recent.length === 0) return [];
  const points = recent.map((reading) => ({ at: reading.at, value: reading.glucoseMgdl }));
  const slots = DRAWN_MS / SLOT_MS;
  // Where every reading has no room for a bar of its own, each second one has.
  const slotMs = width - 4 < slots ? 2 * SLOT_MS : SLOT_MS;
  const span = spanUpTo(at, points.at(-1)?.at ?? at, DRAWN_MS, slotMs);
  const line = sparkline(points, span, SCALE);
  const bound = (mgdl: number) => glucoseNumber(mgdl, units);
  const scale = `${bound(SCALE.lowest)} to ${bound(SCALE.highest)} ${unitName(units)}`;
  const caption = `last 3 h, ${scale}; blank where no reading is`;
  const beside = `  |${line}| ${caption}`;
  if (beside.length <= width) return [beside];
  return [`  |${line}|`, ...wrap(caption, width - 2).map((text) => `  ${text}`)];
}

function folded(text: string, { width }: StatusStyle, indent = ''): readonly string[] {
  return wrap(text, Math.max(20, width - indent.length)).map((line) => indent + line);
}
