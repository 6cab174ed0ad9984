import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { DexcomRecord } from '../domain/record.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Source, SourceBatch } from '../sources/source.ts';
import { ingestBatch, type Ingested } from './ingest.ts';
import type { HoleWatch } from './holes.ts';
import { newestTime } from './poll-newest.ts';
import { demandSamePerson, personSlotName } from './same-person.ts';

/** One call to a source and what came of it. */
export interface PollResult {
  readonly sentAt: EpochMs;
  readonly answeredAt: EpochMs;
  readonly batch: SourceBatch;
  /** What became of the readings in it. */
  readonly ingested: Ingested<Reading>;
  /** System time of the newest reading in the answer that may be merged; of a phone-and-watch pair, the first. */
  readonly newest: EpochMs | undefined;
}

/** What a poll needs. */
export interface PollParts {
  readonly account: string;
  readonly source: Source;
  readonly journal: Journal;
  /** Where the person is kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly toleranceMs: number;
  readonly holes: HoleWatch;
}

/** Asks the source for what is missing and puts the answer into the journal; on disk when it resolves. */
export async function pollOnce(parts: PollParts, signal: AbortSignal): Promise<PollResult> {
  const { account, source, journal, state, clock, toleranceMs, holes } = parts;
  const sentAt = clock.now();
  const held = await journal.readRange(account, epochMs(sentAt - source.reachMs), sentAt);
  const question = holes.next(
    held.map(({ record }) => record.systemTime),
    sentAt,
  );
  const batch = await source.fetch({ from: question.from, to: sentAt }, signal);
  const answeredAt = clock.now();
  await demandSamePerson(state.slot(account, personSlotName(source.name)), batch.person);
  const ingested = await ingestBatch({ journal, account, toleranceMs }, batch, answeredAt);
  holes.answered(question, batch.coveredFrom, answeredAt);
  return {
    sentAt,
    answeredAt,
    batch,
    ingested: {
      added: ingested.added.filter(isReading),
      changed: ingested.changed.filter(isReading),
      setAside: ingested.setAside,
    },
    newest: newestTime(
      batch.observations.filter(isReading).map(({ systemTime }) => systemTime),
      answeredAt,
      toleranceMs,
    ),
  };
}

function isReading(record: DexcomRecord): record is Reading {
  return record.kind === 'reading';
}
