import { describe, expect, test } from '@jest/globals';
import { readingAgo, SECRET, SECRET_SHA1 } from '../rows-rig.ts';
import { v1Rig } from './v1-rig.ts';

describe('what is sorted by no direction', () => {
  test.each(['sort[date][a]=1', 'sort[date][]=1', 'sort[date]=1&sort[date]=1'])(
    'is refused by name: %s',
    async (sort) => {
      const { ask, put, clock } = await v1Rig();
      await put([readingAgo(clock.now(), 5, 100)]);
      const answer = await ask(`entries.json?find[date][$gte]=1&${sort}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        description: 'sort[date]: this takes one value',
      });
    },
  );
});

describe('braces that a count never gets through', () => {
  test.each(['{9007199254740992..9007199254740999}', `{1..${'9'.repeat(400)}}`])(
    'are refused: %.40s',
    async (braces) => {
      const { ask } = await v1Rig();
      expect((await ask(`times/${braces}`)).status).toBe(400);
    },
  );

  test('and those that mix a letter with a number mean themselves', async () => {
    const { ask } = await v1Rig();
    const answer = await ask('times/echo/{a..5}');
    expect(await answer.json()).toMatchObject({ req: { params: { prefix: '{a..5}' } } });
  });
});

test('a reading that came late is sent to who looked after its date and before it was here', async () => {
  const { ask, put, clock } = await v1Rig();
  const since = (ms: number) =>
    ask('entries.json', { headers: { 'if-modified-since': new Date(ms).toUTCString() } });
  await put([readingAgo(clock.now(), 60, 100)]);
  await clock.advance(10_000);
  const lookedAt = clock.now();
  await clock.advance(5_000);
  await put([readingAgo(clock.now(), 30, 131)]);
  expect((await since(lookedAt)).status).toBe(200);
  await clock.advance(5_000);
  expect((await since(clock.now())).status).toBe(304);
  const named = (await ask('entries.json')).headers.get('last-modified') ?? '';
  expect((await since(Date.parse(named))).status).toBe(304);
});

test.each(['echo/entries', 'times/echo/2026'])('%s repeats no secret', async (path) => {
  const { ask } = await v1Rig({ secret: SECRET });
  const answer = await ask(`${path}?secret=${SECRET_SHA1}&token=${SECRET_SHA1}&count=3`);
  expect(answer.status).toBe(200);
  const text = await answer.text();
  expect(text).toContain('"3"');
  expect(text).not.toContain(SECRET_SHA1);
});

test.each([
  'api/v1/entries.json?count=999&find[date][$gte]=1&find[dateString][$regex]=%5EX',
  'api/v3/entries?dateString$re=%5EX',
])('everything else has its turn while rows are looked through: %s', async (path) => {
  const { ask, put, clock } = await v1Rig();
  await put(Array.from({ length: 640 }, (_, index) => readingAgo(clock.now(), 5 * index, 100)));
  await ask('entries.json');
  let turns = 0;
  let isOver = false as boolean;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  expect((await ask(`/${path}`)).status).toBe(200);
  isOver = true;
  expect(turns).toBeGreaterThan(30);
});
