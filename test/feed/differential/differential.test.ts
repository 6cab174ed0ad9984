import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import { createFeed } from '../../../src/feed/index.ts';
import { createReaderAccess } from '../../../src/http-server/access/index.ts';
import { createHttpServer, printAddress } from '../../../src/http-server/server.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { Secret } from '../../../src/platform/secret.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { ask, passOf, sha1 } from './ask.ts';
import { corpus } from './corpus.ts';
import { compared, kept, type KeptAnswer } from './normalise.ts';
import { ACCOUNT, DEVICE, fillJournal, seedRecords, WRITES } from './seed.ts';

/** What a Nightscout 15.0.7 that held the same rows answered at the same instant; made by record.ts. */
const recorded = JSON.parse(await readFile(new URL('answers.json', import.meta.url), 'utf8')) as {
  now: number;
  answers: readonly KeptAnswer[];
};

const SECRET = 'this is my long pass phrase';
const now = epochMs(recorded.now);
const clock = new FakeClock(now);
const journal = new MemoryJournal(clock);
const feed = createFeed({
  account: ACCOUNT,
  device: DEVICE,
  writes: WRITES,
  journal,
  clock,
  display: {
    units: 'mg/dl',
    thresholds: { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 },
  },
  access: createReaderAccess({ secret: new Secret(SECRET), isRequired: false, clock: systemClock }),
});
const server = createHttpServer({ host: '127.0.0.1', port: 0 }, [
  { path: '/', routes: feed },
  { path: `/accounts/${ACCOUNT}`, routes: feed },
]);
let base = '';
let ids: readonly string[] = [];
let shown = { secret: sha1(SECRET), pass: '' };

beforeAll(async () => {
  await journal.open();
  await fillJournal(journal, seedRecords(now));
  base = `http://${printAddress(await server.open())}`;
  const all = await fetch(`${base}/api/v1/entries.json?count=1000&find[date][$gte]=1`);
  shown = { ...shown, pass: await passOf(base, sha1(SECRET)) };
  ids = ((await all.json()) as { _id: string }[]).map(({ _id }) => _id);
});
afterAll(() => server.close());

const asked = corpus(now, () => '0'.repeat(24));

test('every question has an answer of a real Nightscout', () => {
  const paths = asked.map(({ path }) => path.replace(/[0-9a-f]{24}/, '<id>'));
  expect(recorded.answers.map(({ path }) => path)).toEqual(paths);
});

/** Holds the answer to the request at `index` against the recorded one. */
async function judge(index: number, prefix: string): Promise<void> {
  const one = corpus(now, (at) => ids[at] ?? '')[index]!;
  const theirs = recorded.answers[index]!;
  const ours = kept(one, compared(await ask(base + prefix, one, shown)));
  if (one.judged === 'ours') {
    expect(theirs.body).toMatchObject(ours.body as object);
    expect({ ...ours, body: 0 }).toEqual({ ...theirs, body: 0 });
  } else if (one.judged === 'shape') {
    // We may say more, never less and never otherwise.
    expect(ours).toMatchObject(theirs);
  } else {
    expect(ours).toEqual(theirs);
  }
}

const cases = asked.map(
  ({ who, path, accept = '', shows }, index) => [who, path, accept, index, shows] as const,
);

test.each(cases)('%s is answered as by a Nightscout: %s %s', async (_who, _path, _accept, index) =>
  judge(index, ''),
);

// Each wrong secret costs seconds; once is enough.
test.each(cases.filter(([, , , , shows]) => shows !== 'wrong'))(
  'below its account, too: %s %s %s',
  async (_who, _path, _accept, index) => judge(index, `/accounts/${ACCOUNT}`),
);
