/** A process that holds a data folder until it is killed, or told to release by its standard input ending: `hold-child.ts FOLDER PURPOSE`. */
import { writeSync } from 'node:fs';
import { holdDataFolder } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';

const [folder = '', purpose = ''] = process.argv.slice(2);
const hold = await holdDataFolder(
  { folder, clock: systemClock, purpose },
  new AbortController().signal,
);
writeSync(1, 'held\n');
process.stdin.resume();
process.stdin.once('end', () => void hold.release());
