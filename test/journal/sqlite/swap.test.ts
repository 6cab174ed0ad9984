import { expect, test } from '@jest/globals';
import { join } from 'node:path';
import { createSqliteJournal } from '../../../src/journal/sqlite/index.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { startTypeScript } from '../../support/start-typescript.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const CHILD = join(import.meta.dirname, 'swap-child.ts');
const TURNS = 150;

test('two processes that swap one slot never both take the same turn', async () => {
  const { folder, dispose } = await temporaryFolder();
  const children = [1, 2].map(() => startTypeScript(CHILD, [folder, String(TURNS)]));
  await Promise.all(children.map((child) => child.line('lost')));
  expect(await Promise.all(children.map((child) => child.finish()))).toEqual([0, 0]);
  const journal = createSqliteJournal({ folder, clock: systemClock });
  await journal.open();
  expect(await journal.slot('a', 'count').read()).toBe(String(2 * TURNS));
  await journal.close();
  await dispose();
});
