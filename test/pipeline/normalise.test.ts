import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../src/domain/instant.ts';
import { futureKey, normaliseBatch } from '../../src/pipeline/normalise.ts';
import { makeAlert, makeEvent, observed } from '../support/make-kinds.ts';
import { EPOCH_MS } from '../support/make-reading.ts';
import { seen, T0 } from '../support/readings.ts';
import { mergeRig, NOW } from './merge-rig.ts';

describe('the key of a future record', () => {
  test('of a reading is the one that journals hold since the first version', () => {
    expect(futureKey(seen(T0, 120))).toBe(`future::${T0}:120`);
    expect(futureKey(seen(T0, 120, { sourceRecordId: 'id' }))).toBe(`future:id:${T0}:120`);
  });

  test('of any other record is its kind’s own, and another for another time', () => {
    const keys = [makeEvent(0, 'id'), makeAlert(0, 'id'), makeEvent(1, 'id')].map((record) =>
      futureKey(observed(record)),
    );
    expect(new Set(keys).size).toBe(3);
  });
});

test('records of all kinds are put in order, and none is lost', () => {
  const observations = [observed(makeEvent(5)), seen(EPOCH_MS), observed(makeAlert(2))];
  const batch = { observations, skipped: [], coveredFrom: epochMs(0) };
  const normal = normaliseBatch(batch, NOW);
  expect(normal.observations.map(({ kind }) => kind)).toEqual(['reading', 'alert', 'event']);
});

test('an event dated ahead is set aside for good, and taken when it is moved to the past', async () => {
  const { answer, records } = await mergeRig();
  const ahead = makeEvent(24 * 60 + 11, 'id');
  const done = await answer(observed(ahead));
  expect(done).toMatchObject({ added: [], setAside: [{ source: 'web-api' }] });
  expect((await answer(observed(ahead))).setAside).toEqual([]);
  expect(await records()).toEqual([]);
  await answer(observed(makeEvent(0, 'id')));
  expect(await records()).toEqual([makeEvent(0, 'id')]);
});
