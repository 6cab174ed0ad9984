import { HOUR_MS, epochMs, type EpochMs } from '../domain/instant.ts';
import type { Position } from '../domain/journal-record.ts';
import type { Journal } from '../journal/journal.ts';
import type { Sink } from '../sinks/sink.ts';
import { demandComplete, type Delivery } from './deliver.ts';
import { GREATEST_LEAD_MS } from './normalise.ts';

/** Whoever is low now is not helped by readings that are older. */
const NOW_MS = HOUR_MS;

/** A sink’s way past its own backlog. */
export interface NewestFirst {
  /** Hands the readings of the last hour to the sink where they would wait behind a backlog; undefined where none do. */
  deliver(signal: AbortSignal): Promise<Delivery | undefined>;
}

/**
 * Glucose of now never waits behind the past: while years are imported, or after an outage of days, the newest readings go
 * first. The cursor does not move: they are met again in their turn, and a sink bears a repeat.
 */
export function newestFirst(
  journal: Journal,
  account: string,
  sink: Sink,
  now: () => EpochMs,
): NewestFirst {
  const handed = new Set<Position>();
  let hasFailed = false;
  return {
    async deliver(signal) {
      // What failed here may be a row that the sink refuses when it comes alone: its turn in the backlog comes first.
      const isBarred = hasFailed;
      hasFailed = false;
      if (isBarred || !sink.kinds.includes('reading')) return undefined;
      // Positions of other kinds lie between as well: it may be fewer readings, never more.
      const reach = ((await journal.cursor(account, sink.name)) + sink.batchSize) as Position;
      // Mostly there is no backlog, and nothing more is asked.
      const behind = await journal.readAfter(account, reach, 1, ['reading']);
      const newest = behind.length === 0 ? undefined : await journal.newest(account);
      if (newest === undefined) return undefined;
      const at = now();
      const ageMs = at - newest.record.systemTime;
      if (ageMs > NOW_MS || ageMs < -GREATEST_LEAD_MS) return undefined;
      const recent = await journal.readRange(
        account,
        epochMs(at - NOW_MS),
        newest.record.systemTime,
      );
      const waiting = recent
        .filter(({ position }) => position > reach && !handed.has(position))
        .slice(-sink.batchSize)
        .sort((a, b) => a.position - b.position);
      if (waiting.length === 0) return undefined;
      hasFailed = true;
      const receipt = await sink.write(waiting, signal);
      demandComplete(waiting, receipt, sink.name);
      hasFailed = false;
      for (const { position } of waiting) handed.add(position);
      return { batch: waiting, receipt };
    },
  };
}
