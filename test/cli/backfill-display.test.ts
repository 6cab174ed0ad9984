import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import type { BackfillProgress } from '../../src/app/backfill-progress.ts';
import { openDisplay } from '../../src/cli/backfill-display.ts';

function stream(isTTY: boolean) {
  const out = new PassThrough();
  let text = '';
  out.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  const terminal = Object.assign(out, { isTTY, columns: 120, rows: 40 });
  return {
    terminal: terminal as unknown as NodeJS.WriteStream,
    text: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return text;
    },
  };
}

const at = (elapsedMs: number, done: number): BackfillProgress => ({
  phase: 'reading',
  done,
  total: 10,
  records: done * 100,
  elapsedMs,
  perSecond: 50,
  leftMs: 120_000,
});

test('on a pipe: a line now and then, never one a window, and the end', async () => {
  const { terminal, text } = stream(false);
  const display = await openDisplay(terminal);
  for (const done of [0, 1, 2, 3]) display.progress(at(done * 1_000, done));
  display.note('A note.');
  display.progress(at(6_000, 6));
  display.progress(at(7_000, 10));
  display.progress({ ...at(0, 0), phase: 'delivering', total: 0 });
  display.close();
  const said = await text();
  expect(said.split('\n')).toEqual([
    'reading: 0 of 10 windows, 0 records, 50 a second, 2 min left',
    'A note.',
    'reading: 6 of 10 windows, 600 records, 50 a second, 2 min left',
    'reading: 10 of 10 windows, 1000 records, 50 a second',
    'delivering: 0 of 0 changes, 0 records, 50 a second',
    '',
  ]);
  // A pipe gets no terminal codes.
  expect(said).not.toMatch(/\u001b/);
});

test('on a terminal: a bar, and notes that stay', async () => {
  const { terminal, text } = stream(true);
  const display = await openDisplay(terminal);
  display.note('Before it begins.');
  display.progress(at(0, 0));
  display.progress(at(5_000, 5));
  display.note('A note.');
  display.close();
  const said = await text();
  expect(said).toMatch(/^Before it begins\.\n/);
  expect(said).toContain('A note.\n');
  expect(said).toContain(
    '[##########..........] 5/10 windows, 500 records, 50 a second, 2 min left',
  );
});
