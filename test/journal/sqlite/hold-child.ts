/**
 * A process that holds a data folder until it is killed, or told to release by its standard input ending:
 * `hold-child.ts FOLDER PURPOSE [full]`. With `full` no file may hold a byte, which is what a full disk is to one process.
 */
import { execFileSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { holdDataFolder } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';

const [folder = '', purpose = '', disk] = process.argv.slice(2);
if (disk === 'full') execFileSync('prlimit', ['--pid', String(process.pid), '--fsize=0:']);
const hold = await holdDataFolder(
  { folder, clock: systemClock, purpose },
  new AbortController().signal,
);
writeSync(1, 'held\n');
process.stdin.resume();
process.stdin.once('end', () => void hold.release());
