import { describe, expect, test } from '@jest/globals';
import { createFeed } from '../../../src/feed/index.ts';
import { createTurns } from '../../../src/feed/v3/turns.ts';
import { settle } from '../../support/fake-clock.ts';
import { readingAgo, rowsRig } from '../rows-rig.ts';

/** The most pages without a turn. */
const SHORT = 8;

/** A search of so many pages that goes on only when it is let. */
function search(
  turns: ReturnType<typeof createTurns>,
  pages: number,
  signal = new AbortController().signal,
) {
  const read: number[] = [];
  let isHeld = true;
  let release = (): void => undefined;
  async function* source(): AsyncGenerator<number> {
    for (let page = 1; page <= pages; page += 1) {
      yield page;
      // Stands still at its last page, so that others come in between.
      if (page === pages - 1 && isHeld) await new Promise<void>((resolve) => (release = resolve));
    }
  }
  const over = (async () => {
    for await (const page of turns.take(source(), signal)) read.push(page);
  })();
  over.catch(() => undefined);
  return {
    read,
    over,
    goOn: () => {
      isHeld = false;
      release();
    },
  };
}

describe('long searches', () => {
  test('come one after the other, in the order in which they asked; short ones wait for none', async () => {
    const turns = createTurns();
    const [first, second, third] = [20, 20, 20].map((pages) => search(turns, pages));
    await settle();
    expect([first, second, third].map((one) => one?.read.length)).toEqual([19, SHORT, SHORT]);
    const short = search(turns, SHORT);
    short.goOn();
    await short.over;
    expect(short.read).toHaveLength(SHORT);

    first?.goOn();
    await first?.over;
    await settle();
    expect([second, third].map((one) => one?.read.length)).toEqual([19, SHORT]);
    second?.goOn();
    third?.goOn();
    await third?.over;
    expect(third?.read).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  test('of a reader that has gone do not wait, and one that breaks off leaves its turn to the next', async () => {
    const turns = createTurns();
    const reader = new AbortController();
    const first = search(turns, 20, reader.signal);
    const gone = new AbortController();
    const waiting = search(turns, 20, gone.signal);
    const last = search(turns, 20);
    await settle();
    gone.abort();
    await expect(waiting.over).rejects.toThrow('gone');
    reader.abort();
    first.goOn();
    await expect(first.over).rejects.toThrow('gone');
    await settle();
    expect(last.read).toHaveLength(19);
    last.goOn();
    await last.over;
  });

  test('are refused where too many wait, and taken again afterwards', async () => {
    const turns = createTurns();
    const all = Array.from({ length: 17 }, () => search(turns, 10));
    await settle();
    await expect(search(turns, 10).over).rejects.toMatchObject({
      code: 'feed.busy',
      kind: 'transient',
    });
    for (const one of all) one.goOn();
    await Promise.all(all.map(({ over }) => over));
    const next = search(turns, 10);
    next.goOn();
    await next.over;
    expect(next.read).toHaveLength(10);
  });
});

test('many readers that search everything at once get the same answer, or are asked to come later', async () => {
  const { facts, put, clock } = await rowsRig();
  const quarters = Array.from({ length: 12 * 96 }, (_, index) => index);
  await put(quarters.map((one) => readingAgo(clock.now(), one * 15 + 1, 100 + (one % 90))));
  const feed = createFeed(facts);
  const ask = async () => {
    const answer = await feed.request('/api/v3/entries?sort=sgv&limit=5');
    return { status: answer.status, text: await answer.text() };
  };
  const alone = await ask();
  expect(alone.status).toBe(200);
  const answers = await Promise.all(Array.from({ length: 25 }, ask));
  const answered = answers.filter(({ status }) => status === 200);
  expect(answered.length).toBeGreaterThanOrEqual(17);
  for (const answer of answered) expect(answer).toEqual(alone);
  for (const { status, text } of answers.filter((answer) => !answered.includes(answer))) {
    expect([status, text]).toEqual([503, expect.stringContaining('Ask again later')]);
  }
  expect(await ask()).toEqual(alone);
});
