import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createLiveBlock } from '../../src/app/live-block.ts';
import { FakeTerminal } from '../support/fake-terminal.ts';
import { settle } from '../support/fake-clock.ts';

function rig(columns = 20, rows = 8) {
  const terminal = new FakeTerminal(columns, rows);
  return { terminal, block: createLiveBlock(terminal) };
}

describe('createLiveBlock', () => {
  test('keeps the block below what is printed, each change in one write', async () => {
    const { terminal, block } = rig();
    block.print('before');
    await settle();
    expect(terminal.all).toEqual(['before']);
    block.show(() => ['foot 1', 'foot 2']);
    await settle();
    expect(terminal.all).toEqual(['before', 'foot 1', 'foot 2']);
    block.print('one');
    block.print('two');
    block.show(() => ['foot 3']);
    await settle();
    expect(terminal.all).toEqual(['before', 'one', 'two', 'foot 3']);
    expect(terminal.writes).toHaveLength(3);
  });

  test('writes nothing where nothing changed', async () => {
    const { terminal, block } = rig();
    block.show(() => ['same']);
    await settle();
    block.show(() => ['same']);
    await settle();
    expect(terminal.writes).toHaveLength(1);
  });

  test('rewrites only the lines that changed, so that nothing flickers', async () => {
    const { terminal, block } = rig();
    block.show(() => ['a', 'b', 'c', 'd']);
    await settle();
    block.show(() => ['a', 'x', 'c', 'd']);
    await settle();
    expect(terminal.all).toEqual(['a', 'x', 'c', 'd']);
    expect(terminal.writes.at(-1)).toBe('\r\u001b[3A\n\u001b[2Kx\n\n\u001b[2Kd');
    expect(terminal.cursorColumn).toBe(1);
  });

  test('a block that shrinks leaves nothing behind', async () => {
    const { terminal, block } = rig();
    block.show(() => ['long line', 'b', 'c']);
    await settle();
    block.show(() => ['x']);
    await settle();
    expect(terminal.all).toEqual(['x']);
  });

  test('a printed line may be wider than the terminal, a line of the block is cut', async () => {
    const { terminal, block } = rig(10);
    block.show(() => ['0123456789012345']);
    block.print('abcdefghijklmno');
    await settle();
    expect(terminal.all).toEqual(['abcdefghij', 'klmno', '01234567…']);
  });

  test('a higher block than the window says so, and is drawn over all the same', async () => {
    const { terminal, block } = rig(60, 4);
    for (const word of ['x', 'y']) {
      block.show(() => Array.from({ length: 9 }, (_none, index) => `${word}${index}`));
      await settle();
      expect(terminal.all).toEqual([
        `${word}0`,
        `${word}1`,
        `${word}2`,
        '… 6 more lines: make the window taller',
      ]);
    }
  });

  test('asks anew for the width when the window changes, and leaves no rest of the old', async () => {
    const { terminal, block } = rig(30);
    block.print('stays');
    block.show((columns) => ['x'.repeat(columns - 1), `${columns} columns`]);
    await settle();
    for (const columns of [11, 40, 9, 9, 80]) {
      terminal.resize(columns);
      const wanted = ['stays', 'x'.repeat(columns - 1), `${columns} columns`];
      expect(terminal.all).toEqual(wanted.map((line) => fitted(line, columns)));
    }
  });

  test('closing leaves the block and a free line, and hears no more', async () => {
    const { terminal, block } = rig();
    block.show(() => ['foot']);
    block.print('last');
    block.close();
    block.close();
    expect(terminal.all).toEqual(['last', 'foot']);
    expect(terminal.cursorColumn).toBe(0);
    expect(terminal.listenerCount('resize')).toBe(0);
    block.show(() => ['late']);
    await settle();
    expect(terminal.all).toEqual(['last', 'foot']);
  });

  test('a terminal that does not tell its size counts as 80 by 24', async () => {
    const { terminal, block } = rig(80, 24);
    Object.assign(terminal, { columns: 0, rows: undefined });
    let size: readonly number[] = [];
    block.show((...asked) => {
      size = asked;
      return ['x'];
    });
    await settle();
    expect(size).toEqual([80, 24]);
  });

  test('whatever is printed and shown, every line is there once, in order, above the block', async () => {
    const line = fc.stringMatching(/^[a-z0-9]{1,12}$/);
    const step = fc.record({
      print: fc.array(line, { maxLength: 3 }),
      show: fc.array(line, { maxLength: 5 }),
      width: fc.option(fc.integer({ min: 14, max: 40 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const { terminal, block } = rig(20, 8);
        const printed: string[] = [];
        for (const { print, show, width } of steps) {
          for (const each of print) {
            block.print(each);
            printed.push(each);
          }
          block.show(() => show);
          await Promise.resolve();
          if (width !== undefined) terminal.resize(width);
          expect(terminal.all).toEqual([...printed, ...show]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

function fitted(line: string, columns: number): string {
  return line.length <= columns - 1 ? line : `${line.slice(0, columns - 2)}…`;
}
