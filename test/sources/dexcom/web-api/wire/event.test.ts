import { describe, expect, test } from '@jest/globals';
import { COMMON, event, only, reason } from './wire-records.ts';

const read = (changes: object = {}) => only('event', 'events', event(changes));
const ENTERED = Date.UTC(2025, 4, 17, 4, 10);

test('an event keeps all that Dexcom says of it, and nothing else', () => {
  expect(read()).toStrictEqual({
    kind: 'event',
    ...COMMON,
    eventType: 'carbs',
    amount: 45,
    enteredAt: ENTERED,
    isDeleted: false,
  });
});

describe('each type of the documentation', () => {
  test.each([
    [
      { eventType: 'insulin', eventSubType: 'fastActing', value: '2.5', unit: 'units' },
      { eventType: 'insulin', eventSubtype: 'fastActing', amount: 2.5 },
    ],
    [
      { eventType: 'Insulin', eventSubType: 'LONGACTING', value: '12.00', unit: 'Units' },
      { eventType: 'insulin', eventSubtype: 'longActing', amount: 12 },
    ],
    [
      { eventType: 'exercise', eventSubType: 'medium', value: '30', unit: 'minutes' },
      { eventType: 'exercise', eventSubtype: 'medium', amount: 30 },
    ],
    [
      { eventType: 'health', eventSubType: 'highSymptoms', value: null, unit: null },
      { eventType: 'health', eventSubtype: 'highSymptoms' },
    ],
    [
      { eventType: 'bloodGlucose', value: '124', unit: 'mg/dL' },
      { eventType: 'bloodGlucose', meter: { value: 124, unit: 'mg/dL' } },
    ],
    [
      { eventType: 'bloodglucose', value: '6.9', unit: 'mmol/L' },
      { eventType: 'bloodGlucose', meter: { value: 6.9, unit: 'mmol/L' } },
    ],
    [
      { eventType: 'notes', value: ' two\nlines ', unit: null },
      { eventType: 'notes', text: ' two\nlines ' },
    ],
    [
      { eventType: 'unknown', eventSubType: 'strange', value: 'x', unit: 'Grams' },
      { eventType: 'unknown', eventSubtype: 'strange', text: 'x', unit: 'grams' },
    ],
    [
      { eventType: 'smartPen', value: '3', unit: 'clicks' },
      { eventType: 'smartPen', text: '3', unit: 'clicks' },
    ],
  ])('%j', (changes, expected) => {
    expect(read(changes)).toStrictEqual({
      kind: 'event',
      ...COMMON,
      ...expected,
      enteredAt: ENTERED,
      isDeleted: false,
    });
  });

  test('a number for the value is as good as its text', () => {
    expect(read({ value: 45 })).toMatchObject({ amount: 45 });
    expect(read({ eventType: 'notes', value: 45 })).toMatchObject({ text: '45' });
  });
});

describe('the status', () => {
  test.each([
    ['created', false],
    ['updated', false],
    ['deleted', true],
    ['Deleted', true],
    [null, false],
    ['else', false],
  ])('%p: deleted is %p', (eventStatus, isDeleted) => {
    expect(read({ eventStatus })).toMatchObject({ isDeleted, amount: 45 });
  });

  test('a deleted event is one whatever its value, so that it takes back what was written', () => {
    for (const value of ['-7', 'lots', {}, '5000']) {
      expect(read({ eventStatus: 'deleted', value })).not.toHaveProperty('amount');
    }
    const finger = { eventType: 'bloodGlucose', eventStatus: 'deleted', value: null };
    expect(read(finger)).not.toHaveProperty('meter');
  });
});

describe('when it was entered', () => {
  test.each([null, undefined, '', 'soon', '0001-01-01T00:00:00'])('%p is left out', (value) => {
    expect(read({ recordedSystemTime: value })).not.toHaveProperty('enteredAt');
  });

  test('is UTC without a zone', () => {
    expect(read({ recordedSystemTime: '2025-05-17 04:10' })).toMatchObject({ enteredAt: ENTERED });
  });
});

describe('what cannot be read is set aside', () => {
  test.each([
    [{ eventType: null }, /^eventType: .* got null/],
    [{ eventType: '' }, /^eventType: .* got an empty text/],
    [{ value: 'lots' }, /^value: expected a number up to 1000 grams, got a text/],
    [{ value: '4,5' }, /^value: .* got a text/],
    [{ value: '4e1' }, /^value: .* got a text/],
    [{ value: '9'.repeat(400) }, /^value: .* got a text/],
    [{ value: '-5' }, /^value: .* got a text/],
    [{ value: '1001' }, /^value: /],
    [{ value: [] }, /^value: .* got a list/],
    [{ unit: 'ounces' }, /^unit: expected grams, got a text/],
    [{ unit: 7 }, /^unit: expected grams, got the number 7/],
    [{ eventType: 'insulin', value: '251', unit: 'units' }, /^value: .*up to 250 units/],
    [{ eventType: 'exercise', value: '10081', unit: 'minutes' }, /^value: .*up to 10080 minutes/],
    [{ eventType: 'exercise', value: '-2', unit: 'minutes' }, /^value: /],
    [{ eventType: 'exercise', value: '2', unit: 'hours' }, /^unit: expected minutes/],
    [{ eventType: 'bloodGlucose', value: '0', unit: 'mg/dL' }, /^value: .*above 0/],
    [{ eventType: 'bloodGlucose', value: '', unit: 'mg/dL' }, /^value: .* got an empty text/],
    [{ eventType: 'bloodGlucose', value: '6.9', unit: null }, /^unit: .*beside the value 6.9/],
    [{ eventType: 'bloodGlucose', value: '100', unit: 'mmol/L' }, /^value: .*55 mmol/],
    [{ eventType: 'notes', value: {} }, /^value: expected a text, got an object/],
    [{ systemTime: null }, /^systemTime: .* got null/],
  ])('%j', (changes, expected) => {
    expect(reason('events', event(changes))).toMatch(expected);
  });
});

test('without Dexcom’s id two events of one second are two', () => {
  const bare = { recordId: null };
  const carbs = read(bare).recordId;
  const insulin = read({
    ...bare,
    eventType: 'insulin',
    eventSubType: 'fastActing',
    unit: 'units',
  }).recordId;
  expect(carbs).toBe('time:2025-05-17T03:59:11.000Z:android:carbs');
  expect(insulin).toBe('time:2025-05-17T03:59:11.000Z:android:insulin:fastActing');
});
