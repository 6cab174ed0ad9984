import { epochMs, MINUTE_MS, type EpochMs } from '../../domain/instant.ts';
import type { Span } from '../patient/sensor-record.ts';

/** A command to the simulator that cannot be read; the message names the field. */
export class BadCommand extends Error {}

/** Reads the fields of one JSON command, each with its check. */
export interface JsonArguments {
  readonly all: Readonly<Record<string, unknown>>;
  text(name: string, fallback?: string): string;
  number(name: string, fallback?: number): number;
  flag(name: string, fallback: boolean): boolean;
  /** UTC ms, `fallback` when absent. */
  instant(name: string, fallback?: EpochMs): EpochMs;
  /** `from` and `to`, or `minutes` from now on (negative: up to now); 10 minutes when nothing is said. */
  span(now: EpochMs): Span;
}

/** @throws BadCommand when the text is no JSON object. */
export function jsonArguments(text: string): JsonArguments {
  const all = parse(text);
  const wrong = (name: string, wanted: string): BadCommand =>
    new BadCommand(`${name}: expected ${wanted}`);
  const args: JsonArguments = {
    all,
    text(name, fallback) {
      const value = all[name] ?? fallback;
      if (typeof value !== 'string') throw wrong(name, 'a text');
      return value;
    },
    number(name, fallback) {
      const value = all[name] ?? fallback;
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'a number');
      return value;
    },
    flag(name, fallback) {
      const value = all[name] ?? fallback;
      if (typeof value !== 'boolean') throw wrong(name, 'true or false');
      return value;
    },
    instant: (name, fallback) => epochMs(Math.round(args.number(name, fallback))),
    span(now) {
      const minutes = args.number('minutes', 10);
      const other = epochMs(Math.round(now + minutes * MINUTE_MS));
      const from = args.instant('from', minutes < 0 ? other : now);
      const to = args.instant('to', minutes < 0 ? now : other);
      if (to <= from) throw wrong('to', 'an instant after from');
      return { from, to };
    },
  };
  return args;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadCommand('the body is no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadCommand('the body must be a JSON object');
  }
  return value as Record<string, unknown>;
}
