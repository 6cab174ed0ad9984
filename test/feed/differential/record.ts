/**
 * Asks a real Nightscout every question of the corpus and keeps what it answered, for the test beside this file.
 * The site must be empty, readable by everybody, and one that can be thrown away:
 *
 *   node --import ./test/support/run-typescript.mjs test/feed/differential/record.ts http://127.0.0.1:1337 'the api secret'
 */
import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { START } from '../../../src/domain/journal-record.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { keyedFingerprint } from '../../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../../src/platform/http-client.ts';
import { Secret } from '../../../src/platform/secret.ts';
import {
  createRestV1Sink,
  createRestV1TreatmentsSink,
} from '../../../src/sinks/nightscout/rest-v1/index.ts';
import { MemoryJournal } from '../../support/memory-journal.ts';
import { ask, passOf, sha1 } from './ask.ts';
import { corpus } from './corpus.ts';
import { compared, kept } from './normalise.ts';
import { ACCOUNT, DEVICE, fillJournal, seedRecords, WRITES } from './seed.ts';

/** A Nightscout reads its database into memory now and then; pages made from memory follow. */
const SETTLES_MS = 8_000;

const [siteUrl = '', apiSecret = ''] = process.argv.slice(2);
const now = systemClock.now();
const journal = new MemoryJournal(systemClock);
await journal.open();
await fillJournal(journal, seedRecords(now));
const http = createHttpClient('record');
const given = {
  options: {
    siteUrl,
    credential: { kind: 'secret' as const, value: new Secret(apiSecret) },
    device: DEVICE,
    toleranceMs: 0,
    writes: WRITES,
  },
  http,
  clock: systemClock,
  fingerprint: keyedFingerprint('record'),
};
for (const sink of [createRestV1Sink(given), createRestV1TreatmentsSink(given)]) {
  await sink.open();
  const batch = await journal.readAfter(ACCOUNT, START, 10_000, sink.kinds);
  const { settled } = await sink.write(batch, AbortSignal.timeout(60_000));
  if (settled.length !== batch.length) throw new Error('the site holds other rows already');
}
http.close();
await wait(SETTLES_MS);

const all = (await (
  await fetch(`${siteUrl}/api/v1/entries.json?count=1000&find[date][$gte]=1`)
).json()) as { _id: string }[];
const shown = { secret: sha1(apiSecret), pass: await passOf(siteUrl, await makeReader()) };
const answers = [];
// A wrong secret slows every later request down: those come last.
const asked = corpus(now, (index) => all[index]?._id ?? '');
for (const late of [false, true]) {
  for (const [index, one] of asked.entries()) {
    if ((one.shows === 'wrong') !== late) continue;
    const answer = compared(await ask(siteUrl, one, shown));
    answers[index] = kept(one, answer);
  }
}
const file = new URL('answers.json', import.meta.url);
await writeFile(file, `${JSON.stringify({ now, answers }, undefined, 1)}\n`);
console.log(`${answers.length} answers kept`);

/** A reader of the site, as its administrator makes one; its access token. */
async function makeReader(): Promise<string> {
  const path = `${siteUrl}/api/v2/authorization/subjects`;
  const headers = { 'api-secret': sha1(apiSecret), 'content-type': 'application/json' };
  const body = JSON.stringify({ name: 'reader', roles: ['readable'] });
  await fetch(path, { method: 'POST', headers, body });
  const subjects = (await (await fetch(path, { headers })).json()) as {
    name: string;
    accessToken: string;
  }[];
  return subjects.find(({ name }) => name === 'reader')?.accessToken ?? '';
}
