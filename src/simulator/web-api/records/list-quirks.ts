import { DAY_MS, epochMs } from '../../../domain/instant.ts';
import { uuidOf } from '../../share/uuid.ts';
import { inOrder } from './data-range.ts';
import { malformedRecords } from './malformed-rows.ts';
import { isOn, recordQuirks } from './quirks.ts';
import type { ListName, RecordsWorld, Row, WireRecord } from './records-world.ts';
import { bothTimes } from './wire-time.ts';

const FAR_AHEAD_MS = 20 * 365 * DAY_MS;
const ONE_IN = 12;

/** The rows as a list of records, oldest first, with everything odd about it that is on. */
export function listWithQuirks(
  world: RecordsWorld,
  name: ListName,
  rows: readonly Row[],
): readonly unknown[] {
  const { quirks = {} } = world;
  const whole = name === 'egvs' ? [...rows, ...moreEgvs(world, rows)] : rows;
  const apply = recordQuirks(name, quirks);
  const records: unknown[] = inOrder(whole).map((row) => apply(row).record);
  const [first] = rows;
  if (isOn(quirks.malformed) && first) {
    // In the middle, so that the first and the last stay good ones.
    records.splice(Math.ceil(records.length / 2), 0, ...malformedRecords(name, first.record));
  }
  return records;
}

function moreEgvs({ quirks = {}, diary }: RecordsWorld, rows: readonly Row[]): Row[] {
  const more: Row[] = [];
  const { repeatedSystemTime: repeated } = quirks;
  const again = repeated === true ? ONE_IN : repeated;
  for (const row of rows) if (isOn(again, row.key)) more.push(copyOf(row, 'again', {}));
  const [first] = rows;
  if (isOn(quirks.futureRecord) && first) {
    const at = epochMs(diary.since + FAR_AHEAD_MS);
    more.push({ ...copyOf(first, 'ahead', bothTimes(at, 0, 'phone')), at });
  }
  return more;
}

function copyOf(row: Row, word: string, change: WireRecord): Row {
  const recordId = uuidOf(`${row.key} ${word}`);
  return { ...row, key: recordId, record: { ...row.record, recordId, ...change } };
}
