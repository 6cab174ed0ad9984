import { HOUR_MS, MINUTE_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import { lineWidth } from './fit-line.ts';
import { sparkline, spanUpTo } from './sparkline.ts';

/** What stays in view while a demo runs. */
export interface DemoFooterFacts {
  /** Without a slash at its end; undefined until the bridge listens. */
  readonly address: string | undefined;
  /** The newest line that was printed. */
  readonly newestLine: string | undefined;
  /** Ascending. */
  readonly recent: readonly Reading[];
}

const DRAWN_MS = 3 * HOUR_MS;
const SLOT_MS = 5 * MINUTE_MS;
const SCALE = { lowest: 40, highest: 300 };
const ENTRIES = '/api/v1/entries.json';
const STOP = 'Ctrl-C ends the demo';

/** The last value, three hours as a line, the addresses, and how to stop. No address is cut. Pure. */
export function demoFooter(
  { address, newestLine, recent }: DemoFooterFacts,
  columns: number,
): readonly string[] {
  const room = columns - 1;
  const value = `SIMULATED  ${newestLine ?? 'no reading yet'}`;
  const drawn = recent.length === 0 ? value : `${value}  |${lineOf(recent)}|`;
  const lines = ['─'.repeat(room), fits(drawn, room) ? drawn : value];
  if (address === undefined) return [...lines, STOP];
  const page = `Page  ${address}/`;
  const feed = `Feed  ${address}${ENTRIES}`;
  lines.push(page, fits(feed, room) ? feed : `Feed  … ${ENTRIES}`, STOP);
  return lines;
}

function lineOf(recent: readonly Reading[]): string {
  const newest = recent.at(-1);
  if (newest === undefined) return '';
  const points = recent.map(({ systemTime, glucoseMgdl }) => ({
    at: systemTime,
    value: glucoseMgdl,
  }));
  const { systemTime } = newest;
  return sparkline(points, spanUpTo(systemTime, systemTime, DRAWN_MS, SLOT_MS), SCALE);
}

function fits(text: string, room: number): boolean {
  return lineWidth(text) <= room;
}
