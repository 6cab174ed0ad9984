import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  createSqliteJournal,
  holdDataFolder,
  readHolder,
} from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { startTypeScript } from '../../support/start-typescript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { waitUntil } from '../../support/wait-until.ts';

const CHILD = join(import.meta.dirname, 'hold-child.ts');
const never = new AbortController().signal;
const clock = new FakeClock();
let folder = '';
let dispose: () => Promise<void>;
beforeEach(async () => {
  ({ folder, dispose } = await temporaryFolder());
});
afterEach(() => dispose());

test('one holds, the note says who, and release lets the next one in', async () => {
  expect(await readHolder(folder)).toBeUndefined();
  expect(await readdir(folder)).toEqual([]);
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  const holder = { pid: process.pid, purpose: 'run', since: clock.now(), host: hostname() };
  expect(await readHolder(folder)).toEqual(holder);
  expect(JSON.parse(await readFile(join(folder, 'holder.json'), 'utf8'))).toEqual(holder);
  for (const name of await readdir(folder)) {
    expect([name, (await stat(join(folder, name))).mode & 0o777]).toEqual([name, 0o600]);
  }
  await hold.release();
  await hold.release();
  expect(await readHolder(folder)).toBeUndefined();
  expect(await readdir(folder)).not.toContain('holder.json');
  await (await holdDataFolder({ folder, clock, purpose: 'backfill', waitMs: 0 }, never)).release();
});

test('the second waits three seconds, then is told who holds', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  const began = clock.now();
  const second = holdDataFolder({ folder, clock, purpose: 'backfill' }, never);
  let settled = false;
  const refused = expect(second.finally(() => (settled = true))).rejects.toMatchObject({
    code: 'journal.in_use',
    kind: 'config',
    message: expect.stringMatching(
      new RegExp(
        `${folder} is in use by \`run\` \\(process ${process.pid} on .*, since 2025-04-19T16:43:20.000Z\\).*DATA_DIR`,
      ),
    ),
  });
  await waitUntil(() => clock.sleeping === 1);
  await clock.advance(2_900);
  expect(settled).toBe(false);
  await clock.advance(200);
  await refused;
  expect(clock.now() - began).toBe(3_100);
  await hold.release();
});

test('the second goes on as soon as the first lets go', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  const second = holdDataFolder({ folder, clock, purpose: 'backfill' }, never);
  await waitUntil(() => clock.sleeping === 1);
  await hold.release();
  await clock.advance(100);
  const taken = await second;
  expect(await readHolder(folder)).toMatchObject({ purpose: 'backfill' });
  await taken.release();
});

test('a wait ends when the program stops, and holds nothing', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  const stop = new AbortController();
  const second = holdDataFolder({ folder, clock, purpose: 'backfill' }, stop.signal);
  await waitUntil(() => clock.sleeping === 1);
  const reason = new Error('stopping');
  stop.abort(reason);
  await expect(second).rejects.toBe(reason);
  expect(await readHolder(folder)).toMatchObject({ purpose: 'run' });
  await hold.release();
  expect(await readHolder(folder)).toBeUndefined();
});

test('another process that holds is named; killed, it is followed at once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const child = startTypeScript(CHILD, [folder, 'run']);
    await child.line('held');
    expect(await readHolder(folder)).toMatchObject({ pid: child.pid, purpose: 'run' });
    const second = holdDataFolder(
      { folder, clock: systemClock, purpose: 'run', waitMs: 50 },
      never,
    );
    await expect(second).rejects.toMatchObject({
      code: 'journal.in_use',
      message: expect.stringContaining(`process ${child.pid} `),
    });
    await child.kill();
    expect(await readdir(folder)).toContain('holder.json');
    expect(await readHolder(folder)).toBeUndefined();
    const hold = await holdDataFolder({ folder, clock, purpose: 'run', waitMs: 0 }, never);
    expect(await readHolder(folder)).toMatchObject({ pid: process.pid });
    await hold.release();
  }
});

test('another process that stops in order leaves no note, and one that waits gets in', async () => {
  const child = startTypeScript(CHILD, [folder, 'run']);
  await child.line('held');
  const second = holdDataFolder(
    { folder, clock: systemClock, purpose: 'backfill', waitMs: 10_000 },
    never,
  );
  expect(await child.finish()).toBe(0);
  const hold = await second;
  expect(await readHolder(folder)).toMatchObject({ pid: process.pid, purpose: 'backfill' });
  await hold.release();
});

// A limit on the size of files needs no rights; other systems have no tool to set one for a running process.
if (process.platform === 'linux') {
  test('on a disk that is full already the folder is held all the same, under nobody’s name', async () => {
    const dead = startTypeScript(CHILD, [folder, 'run']);
    await dead.line('held');
    await dead.kill();
    expect(await readdir(folder)).toContain('holder.json');

    const child = startTypeScript(CHILD, [folder, 'run', 'full']);
    await child.line('held');
    expect((await readdir(folder)).filter((name) => name.startsWith('holder'))).toEqual([]);
    expect(await readHolder(folder)).toBe('unknown');
    const second = holdDataFolder({ folder, clock, purpose: 'run', waitMs: 0 }, never);
    await expect(second).rejects.toMatchObject({
      code: 'journal.in_use',
      message: expect.stringContaining('another process of the bridge'),
    });
    expect(await child.finish()).toBe(0);
    expect(await readHolder(folder)).toBeUndefined();
  });
}

test('looking who holds never takes the folder from one who wants it', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  await Promise.all(Array.from({ length: 20 }, () => readHolder(folder)));
  expect(await readHolder(folder)).toMatchObject({ purpose: 'run' });
  await hold.release();
  await readHolder(folder);
  await (await holdDataFolder({ folder, clock, purpose: 'run', waitMs: 0 }, never)).release();
});

test('the journal is open to others while the folder is held', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  const journal = createSqliteJournal({ folder, clock });
  await journal.open();
  await journal.slot('a', 'latch').write('shut');
  const reader = createSqliteJournal({ folder, clock, readOnly: true });
  await reader.open();
  expect(await reader.slot('a', 'latch').read()).toBe('shut');
  await reader.close();
  await journal.close();
  expect(await readHolder(folder)).toMatchObject({ purpose: 'run' });
  await hold.release();
});

test('a note that cannot be read hides the name, not the hold', async () => {
  const hold = await holdDataFolder({ folder, clock, purpose: 'run' }, never);
  await writeFile(join(folder, 'holder.json'), '{"pid":"x"');
  expect(await readHolder(folder)).toBe('unknown');
  const second = holdDataFolder({ folder, clock, purpose: 'run', waitMs: 0 }, never);
  await expect(second).rejects.toMatchObject({
    code: 'journal.in_use',
    message: expect.stringContaining('another process of the bridge'),
  });
  await hold.release();
});
