import { createHash } from 'node:crypto';
import { epochMs } from '../../src/domain/instant.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { DexcomRecord } from '../../src/domain/record.ts';
import type { Trend } from '../../src/domain/trend.ts';
import { createFeedRows } from '../../src/feed/create-feed-rows.ts';
import type { FeedFacts } from '../../src/feed/feed-facts.ts';
import { createReaderAccess } from '../../src/http-server/access/index.ts';
import { Secret } from '../../src/platform/secret.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { MemoryJournal } from '../support/memory-journal.ts';

export const SECRET = 'this is my long pass phrase';
export const SECRET_SHA1 = createHash('sha1').update(SECRET).digest('hex');

/** How the feed of a test differs from the usual one: mg/dL, no secret needed, everything written but alerts. */
export type Given = Partial<Pick<FeedFacts, 'writes' | 'display'>> & {
  readonly isRequired?: boolean;
  readonly secret?: string;
};

/** A feed’s rows over a journal in memory, on a clock that stands still. */
export async function rowsRig({ isRequired = false, secret, ...given }: Given = {}) {
  const clock = new FakeClock();
  const journal = new MemoryJournal(clock);
  await journal.open();
  const facts: FeedFacts = {
    account: 'anna',
    device: 'nightscout-dexcom-bridge',
    writes: { events: true, mbg: true, alerts: false },
    journal,
    clock,
    display: inUnits('mg/dl'),
    access: createReaderAccess({
      secret: isRequired || secret !== undefined ? new Secret(secret ?? SECRET) : undefined,
      isRequired,
      clock,
    }),
    ...given,
  };
  /** Records as the journal first met them at `at` (UTC ms), the hour of the clock where it is not given, in one step. */
  const put = (records: readonly DexcomRecord[], at: number = clock.now()) =>
    journal.ingest(facts.account, (ledger) =>
      records.forEach((record) => ledger.insert(record, epochMs(at))),
    );
  /** Says of the record of that kind and instant what it is now. */
  const change = (record: DexcomRecord, at: number = clock.now()) =>
    journal.ingest(facts.account, (ledger) => {
      const [held] = ledger.findNear(record.kind, record.systemTime, 0);
      if (held === undefined) throw new RangeError('no such record');
      ledger.change(held, record, epochMs(at));
    });
  return { clock, journal, facts, rows: createFeedRows(facts), put, change };
}

/** Thresholds do not matter to what is tested with it. */
export function inUnits(units: FeedFacts['display']['units']): FeedFacts['display'] {
  return {
    units,
    thresholds: { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 },
  };
}

/** A reading so many minutes before `now`. */
export function readingAgo(now: number, minutes: number, mgdl: number, trend?: Trend): Reading {
  return {
    kind: 'reading',
    systemTime: epochMs(now - Math.round(minutes * 60_000)),
    glucoseMgdl: mgdl as MgDl,
    ...(trend === undefined ? {} : { trend }),
  };
}
