import type { EpochMs } from '../domain/instant.ts';
import { wallClock } from '../platform/local-time.ts';
import type { LogLevel, LogLine } from './wording.ts';

const COLOUR: Readonly<Record<LogLevel, string>> = {
  error: '\u001b[31m',
  warn: '\u001b[33m',
  info: '\u001b[32m',
  debug: '\u001b[2m',
};
const PLAIN = '\u001b[0m';
/** `2026-11-21T03:12:07.000Z`, as the fields carry instants. */
const ISO_INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** One line for people: the machine’s wall clock, the level, the message, the reason, then the other facts. */
export function prettyLine(log: LogLine, at: EpochMs, colour: boolean): string {
  const { date, time, seconds, offset } = wallClock(at);
  const word = log.level.toUpperCase().padEnd(5);
  const level = colour ? `${COLOUR[log.level]}${word}${PLAIN}` : word;
  const { reason, ...others } = log.fields;
  const facts = Object.entries(others)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${quoted(String(value))}`)
    .join(' ');
  const said = reason === undefined ? log.message : `${log.message}: ${String(reason)}`;
  const stack = log.stack === undefined ? '' : `\n${log.stack}`;
  return `${date} ${time}:${seconds} ${offset} ${level} ${said}${facts === '' ? '' : `  ${facts}`}${stack}`;
}

function quoted(value: string): string {
  if (ISO_INSTANT.test(value)) return value.replace('.000Z', 'Z');
  return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
