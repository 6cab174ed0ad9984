import { readRowId } from '../row-id.ts';
import { FIRST_MS, LAST_MS } from '../journal-pages.ts';
import type { Condition, Test } from './condition.ts';
import { textSpan } from './read-date-text.ts';

/** Where rows that meet a condition can lie, UTC ms, both included: all of them do, and others may. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the journal first held them at the earliest; 0 where that is not said. */
  readonly recordedFromMs: number;
}

/** Fields that hold the instant of a row as a text. */
const TEXTS = ['dateString', 'sysTime', 'created_at'];

/** The least window that is plain from the condition, so that no more is read than need be. */
export function windowOf(condition: Condition): Window {
  let window: Window = { fromMs: FIRST_MS, toMs: LAST_MS, recordedFromMs: 0 };
  if (condition.kind === 'all') {
    for (const each of condition.of) window = narrower(window, windowOf(each));
  } else if (condition.kind === 'field') {
    for (const test of condition.tests) window = narrower(window, spanOf(condition.path, test));
  }
  return window;
}

function narrower(a: Window, b: Partial<Window>): Window {
  return {
    fromMs: Math.max(a.fromMs, b.fromMs ?? a.fromMs),
    toMs: Math.min(a.toMs, b.toMs ?? a.toMs),
    recordedFromMs: Math.max(a.recordedFromMs, b.recordedFromMs ?? 0),
  };
}

function spanOf(path: string, test: Test): Partial<Window> {
  if (!('value' in test)) return {};
  const { is, value } = test;
  if (path === 'date' && typeof value === 'number') return bounded(is, value, value);
  if (typeof value !== 'string') return {};
  if (path === '_id') return idWindow(is, value);
  const span = TEXTS.includes(path) ? textSpan(value) : undefined;
  return span === undefined ? {} : bounded(is, span.fromMs, span.toMs);
}

/** @param firstMs the earliest instant the operand can mean, `lastMs` the latest */
function bounded(is: Test['is'], firstMs: number, lastMs: number): Partial<Window> {
  switch (is) {
    case 'above':
    case 'atLeast':
      return { fromMs: firstMs };
    case 'below':
    case 'atMost':
      return { toMs: lastMs };
    case 'equal':
      return { fromMs: firstMs, toMs: lastMs };
    case 'oneOf':
    case 'like':
    case 'there':
    case 'never':
    case 'not':
      return {};
  }
}

function idWindow(is: Test['is'], id: string): Partial<Window> {
  const told = readRowId(id);
  if (told === undefined) return {};
  if (is === 'equal' && told.kind === 'reading') {
    return { fromMs: told.systemTime, toMs: told.systemTime };
  }
  if (is !== 'above' && is !== 'atLeast') return {};
  return { recordedFromMs: Number.parseInt(id.slice(0, 8), 16) * 1000 };
}
