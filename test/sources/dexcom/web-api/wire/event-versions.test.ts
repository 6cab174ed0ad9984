import { describe, expect, test } from '@jest/globals';
import { event, translate } from './wire-records.ts';

const created = event({ recordId: 'one', value: '20', eventStatus: 'created' });
const updated = event({ recordId: 'one', value: '25', eventStatus: 'updated' });
const deleted = event({ recordId: 'one', value: '25', eventStatus: 'deleted' });
const said = (...records: readonly object[]) =>
  translate('events', ...records).observations.map((each) =>
    each.kind === 'event' ? [each.amount, each.isDeleted] : each.kind,
  );

describe('an answer that tells one event more than once', () => {
  test.each([
    ['deleted', [created, updated, deleted], [25, true]],
    ['updated', [created, updated], [25, false]],
  ])('is believed where it says %s, in any order', (_status, records, expected) => {
    expect(said(...records)).toEqual([expected]);
    expect(said(...[...records].reverse())).toEqual([expected]);
  });

  test('is believed where it was entered last, of two that were updated', () => {
    const later = { ...updated, value: '30', recordedSystemTime: '2025-05-18T00:00:00' };
    const earlier = { ...updated, recordedSystemTime: '2025-05-17T23:00:00' };
    expect(said(later, earlier)).toEqual([[30, false]]);
    expect(said(earlier, later)).toEqual([[30, false]]);
  });

  test('moved in time it is still one', () => {
    const moved = { ...updated, systemTime: '2025-05-16T00:00:00' };
    expect(said(created, moved)).toEqual([[25, false]]);
  });

  test('two events are two', () => {
    expect(said(created, event({ recordId: 'two', value: '20' }))).toHaveLength(2);
  });
});
