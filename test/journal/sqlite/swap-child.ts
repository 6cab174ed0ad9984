/**
 * A process that takes turns with others by swapping a slot: `swap-child.ts FOLDER TURNS`. It adds one to the number in the
 * slot as often as it is told, and says so; a number that two had swapped in would be missing in the end.
 */
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';

const [folder = '', turns = '0'] = process.argv.slice(2);
const journal = createSqliteJournal({ folder, clock: systemClock, busyTimeoutMs: 30_000 });
await journal.open();
const slot = journal.slot('a', 'count');
let lost = 0;
for (let done = 0; done < Number(turns);) {
  const before = await slot.read();
  if (await slot.swap(before, String(Number(before ?? 0) + 1))) done += 1;
  else lost += 1;
}
await journal.close();
process.stdout.write(`lost ${lost}\n`);
