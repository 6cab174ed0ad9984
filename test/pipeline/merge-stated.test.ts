import { describe, expect, test } from '@jest/globals';
import { makeAlert, makeCalibration, makeEvent, observed } from '../support/make-kinds.ts';
import { counts, mergeRig } from './merge-rig.ts';

describe.each([makeEvent(0, 'id'), makeCalibration(0, 'id'), makeAlert(0, 'id')])(
  'a record with an id of its own: $kind',
  (record) => {
    test('is added once, however often it is said', async () => {
      const { answer, held } = await mergeRig();
      expect(counts(await answer(observed(record)))).toEqual([1, 0]);
      const before = await held();
      expect(counts(await answer(observed(record), observed(record)))).toEqual([0, 0]);
      expect(await held()).toEqual(before);
      expect(before).toMatchObject([{ position: 1, record }]);
    });

    test('that says another time moves there, at a new position', async () => {
      const { answer, held } = await mergeRig();
      await answer(observed(record));
      const moved = { ...record, systemTime: makeEvent(7).systemTime };
      expect((await answer(observed(moved))).changed).toEqual([moved]);
      expect(await held()).toMatchObject([{ position: 2, record: moved }]);
    });

    test('comes under a new id when a new client app asks, and stays one record', async () => {
      const { answer, held } = await mergeRig();
      await answer(observed(record));
      const renamed = { ...record, recordId: 'new' };
      expect(counts(await answer(observed(renamed)))).toEqual([0, 0]);
      expect(await held()).toMatchObject([{ position: 1, record: { recordId: 'id' } }]);
      // The old app again, and the new one: each repeats what it said before.
      expect(counts(await answer(observed(record)))).toEqual([0, 0]);
      const moved = { ...renamed, systemTime: makeEvent(7).systemTime };
      expect((await answer(observed(moved))).changed).toEqual([{ ...moved, recordId: 'id' }]);
      expect(counts(await answer(observed(record)))).toEqual([0, 0]);
      expect(await held()).toHaveLength(1);
    });

    test('twice in one answer under two ids is two records, also to a new client app', async () => {
      const { answer, held } = await mergeRig();
      const under = (id: string) => observed({ ...record, recordId: id });
      expect(counts(await answer(under('a'), under('b')))).toEqual([2, 0]);
      expect(counts(await answer(under('a'), under('b')))).toEqual([0, 0]);
      expect(counts(await answer(under('x'), under('y')))).toEqual([0, 0]);
      expect(counts(await answer(under('x'), under('y'), under('z')))).toEqual([1, 0]);
      expect((await held()).map((each) => each.record.recordId)).toEqual(['a', 'b', 'z']);
    });

    test('with the id of a record of another kind is another record', async () => {
      const { answer, held } = await mergeRig();
      await answer(
        observed(makeEvent(0, 'id')),
        observed(makeAlert(0, 'id')),
        observed(makeCalibration(0, 'id')),
      );
      expect(await held()).toHaveLength(3);
    });
  },
);

describe('an event', () => {
  test('that is updated becomes what is said, and loses what is said no more', async () => {
    const { answer, records } = await mergeRig();
    const insulin = { eventType: 'insulin', eventSubtype: 'fastActing', amount: 4 };
    await answer(observed(makeEvent(0, 'id', insulin)));
    const { amount: _, ...note } = makeEvent(1, 'id', { eventType: 'notes', text: 'never mind' });
    expect((await answer(observed(note))).changed).toEqual([note]);
    expect(await records()).toEqual([note]);
  });

  test('that is deleted is changed, and alive again when it is said again', async () => {
    const { answer, held } = await mergeRig();
    const deleted = makeEvent(0, 'id', { isDeleted: true });
    await answer(observed(makeEvent(0, 'id')));
    expect(counts(await answer(observed(deleted)))).toEqual([0, 1]);
    expect(counts(await answer(observed(deleted)))).toEqual([0, 0]);
    expect(await held()).toMatchObject([{ position: 2, record: { isDeleted: true } }]);
    expect(counts(await answer(observed(makeEvent(0, 'id'))))).toEqual([0, 1]);
    expect(await held()).toMatchObject([{ position: 3, record: { isDeleted: false } }]);
  });

  test('that is deleted before it was ever met is kept as that', async () => {
    const { answer, held } = await mergeRig();
    const deleted = makeEvent(0, 'id', { isDeleted: true });
    expect(counts(await answer(observed(deleted)))).toEqual([1, 0]);
    expect(await held()).toMatchObject([{ position: 1, record: deleted }]);
  });

  test('that a new client app says is deleted is deleted', async () => {
    const { answer, held } = await mergeRig();
    await answer(observed(makeEvent(0, 'id')));
    const deleted = makeEvent(0, 'new', { isDeleted: true });
    expect(counts(await answer(observed(deleted)))).toEqual([0, 1]);
    expect(await held()).toMatchObject([
      { position: 2, record: { recordId: 'id', isDeleted: true } },
    ]);
  });

  test.each([
    ['another amount', { amount: 21 }],
    ['another type', { eventType: 'exercise' }],
    ['another display', { displayDevice: 'receiver' }],
  ])('under an unknown id with %s is another event', async (_what, other) => {
    const { answer, held } = await mergeRig();
    await answer(observed(makeEvent(0, 'id')));
    expect(counts(await answer(observed(makeEvent(0, 'new', other))))).toEqual([1, 0]);
    expect(await held()).toHaveLength(2);
  });
});
