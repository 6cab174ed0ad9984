import { setImmediate as breathe } from 'node:timers/promises';
import { START, type JournalRecord, type Position } from '../../domain/journal-record.ts';
import type { RecordKind } from '../../domain/record.ts';
import type { FeedFacts } from '../feed-facts.ts';

/** Tells when the newest change to a kind of record was, UTC ms; kinds without any are missing. */
export type LastChange = () => Promise<ReadonlyMap<RecordKind, number>>;

const KINDS: readonly RecordKind[] = ['reading', 'calibration', 'event', 'alert', 'device'];
const FIRST_LOOK = 1_000;
const STEP = 1_000;
/** Wider ones would hold everything else up. */
const WIDEST_LOOK = 16_000;

/** Looks back through the journal once, and then only at what is new. */
export function createLastChange({
  journal,
  account,
}: Pick<FeedFacts, 'journal' | 'account'>): LastChange {
  const newest = new Map<RecordKind, number>();
  let seen: Position | undefined;

  const note = ({ record, changedAt }: JournalRecord): void => {
    newest.set(record.kind, Math.max(newest.get(record.kind) ?? changedAt, changedAt));
  };

  /** A kind may be rare: from the end backwards, each look as wide as all before it together, up to a limit. */
  const lookBack = async (kind: RecordKind, end: Position): Promise<void> => {
    let to: number = end;
    for (let width = FIRST_LOOK; to > START; width = Math.min(2 * width, WIDEST_LOOK)) {
      await breathe();
      const from = Math.max(to - width, START) as Position;
      const found = (await journal.readAfter(account, from, width, [kind])).filter(
        ({ position }) => position <= to,
      );
      found.forEach(note);
      if (found.length > 0) return;
      to = from;
    }
  };

  const update = async (): Promise<void> => {
    if (seen === undefined) {
      const { lastPosition } = await journal.summary(account);
      for (const kind of KINDS) await lookBack(kind, lastPosition);
      seen = lastPosition;
      return;
    }
    for (;;) {
      const batch = await journal.readAfter(account, seen, STEP);
      batch.forEach(note);
      seen = batch.at(-1)?.position ?? seen;
      if (batch.length < STEP) return;
    }
  };

  let updating: Promise<void> | undefined;
  return async () => {
    await (updating ??= update().finally(() => (updating = undefined)));
    return newest;
  };
}
