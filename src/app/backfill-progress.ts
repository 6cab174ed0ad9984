import { SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';

/** How far a backfill is, over all accounts. */
export interface BackfillProgress {
  /** `reading`: counted in windows of Dexcom; `delivering`: in changes, once for each destination. */
  readonly phase: 'reading' | 'delivering';
  readonly done: number;
  readonly total: number;
  /** Records that Dexcom’s answers held so far. */
  readonly records: number;
  /** Since the phase began, in ms. */
  readonly elapsedMs: number;
  /** Records, or delivered changes, a second in this phase. */
  readonly perSecond: number;
  /** Undefined before anything is done. */
  readonly leftMs?: number;
}

/** What one part has done of its share. */
export interface PartProgress {
  readonly done: number;
  readonly total: number;
  readonly records?: number;
}

/** Adds up the parts of one phase. @param records read before the phase began */
export function createProgressSum(
  phase: BackfillProgress['phase'],
  clock: Clock,
  tell: (progress: BackfillProgress) => void,
  records = 0,
): { note(part: string, progress: PartProgress): void; tell(): void } {
  const startedAt = clock.now();
  const parts = new Map<string, PartProgress>();
  const sum = () => tell(progressOf(phase, [...parts.values()], records, startedAt, clock.now()));
  return {
    note(part, progress) {
      parts.set(part, progress);
      sum();
    },
    tell: sum,
  };
}

function progressOf(
  phase: BackfillProgress['phase'],
  parts: readonly PartProgress[],
  recordsBefore: number,
  startedAt: EpochMs,
  now: EpochMs,
): BackfillProgress {
  const sum = (of: (part: PartProgress) => number) =>
    parts.reduce((total, part) => total + of(part), 0);
  const done = sum((part) => part.done);
  const total = sum((part) => part.total);
  const records = recordsBefore + sum((part) => part.records ?? 0);
  const elapsedMs = Math.max(0, now - startedAt);
  const moved = phase === 'reading' ? records - recordsBefore : done;
  return {
    phase,
    done,
    total,
    records,
    elapsedMs,
    perSecond: elapsedMs > 0 ? (moved * SECOND_MS) / elapsedMs : 0,
    ...(done > 0 ? { leftMs: (elapsedMs / done) * (total - done) } : {}),
  };
}
