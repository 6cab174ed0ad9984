import { describe, expect, test } from '@jest/globals';
import { testQuirks, type QuirkRow } from './quirk-rows.ts';
import { event, translate } from './wire-records.ts';

const carbs = (changes: object) => event(changes);
const insulin = (changes: object) =>
  event({ eventType: 'insulin', eventSubType: 'fastActing', unit: 'units', ...changes });
const exercise = (changes: object) =>
  event({ eventType: 'exercise', eventSubType: 'light', unit: 'minutes', ...changes });
const health = (changes: object) =>
  event({ eventType: 'health', eventSubType: 'stress', unit: null, ...changes });
const ROWS: readonly QuirkRow[] = [
  ['unit missing on G7 (event)', 'events', carbs({ unit: undefined }), { amount: 45 }],
  ['carbs: unit missing', 'events', carbs({ unit: null }), { amount: 45 }],
  ['carbs: unit ""', 'events', carbs({ unit: '' }), { amount: 45 }],
  [
    'carbs: value missing',
    'events',
    carbs({ value: undefined }),
    { amount: null, eventType: 'carbs' },
  ],
  ['carbs: value ""', 'events', carbs({ value: '' }), { amount: null }],
  ['carbs: value 0', 'events', carbs({ value: '0.00' }), { amount: null }],
  ['insulin: unit missing', 'events', insulin({ unit: undefined, value: '3' }), { amount: 3 }],
  ['insulin: unit ""', 'events', insulin({ unit: '', value: '3' }), { amount: 3 }],
  ['insulin: value missing', 'events', insulin({ value: null }), { amount: null }],
  ['insulin: value ""', 'events', insulin({ value: '' }), { amount: null }],
  ['insulin: value 0', 'events', insulin({ value: '0' }), { amount: null }],
  ['exercise: value missing', 'events', exercise({ value: null }), { amount: null }],
  ['exercise: value ""', 'events', exercise({ value: '' }), { amount: null }],
  ['exercise: value "-1"', 'events', exercise({ value: '-1' }), { amount: null }],
  ['exercise: value "-1.00"', 'events', exercise({ value: '-1.00' }), { amount: null }],
  [
    'health: value ""',
    'events',
    health({ value: '' }),
    { amount: null, text: null, eventSubtype: 'stress' },
  ],
  ['health: value "0.00"', 'events', health({ value: '0.00' }), { amount: null, text: null }],
  [
    'health: value anything',
    'events',
    health({ value: { a: 1 }, unit: 'x' }),
    { amount: null, text: null, unit: null },
  ],
  [
    'bloodGlucose: unit missing -> mg/dL',
    'events',
    event({ eventType: 'bloodGlucose', value: '124', unit: null }),
    { meter: { value: 124, unit: 'mg/dL' } },
  ],
  [
    'eventType `note` for `notes`',
    'events',
    event({ eventType: 'Note', value: 'x', unit: null }),
    { eventType: 'notes', text: 'x' },
  ],
  [
    'eventSubType "unknown" where null is meant',
    'events',
    carbs({ eventSubType: 'Unknown' }),
    { eventSubtype: null },
  ],
  ['unit "unknown"', 'events', carbs({ unit: 'unknown' }), { amount: 45 }],
  [
    'events updated',
    'events',
    carbs({ eventStatus: 'updated', value: '50' }),
    { amount: 50, isDeleted: false },
  ],
  ['events deleted', 'events', carbs({ eventStatus: 'deleted' }), { isDeleted: true }],
  [
    'a note emptied later is an event without text',
    'events',
    event({ eventType: 'notes', value: ' ', unit: null }),
    { text: null, eventType: 'notes' },
  ],
];

describe('quirk', () => {
  testQuirks(ROWS);

  test('negative values (2017) are set aside, not turned', () => {
    for (const record of [
      carbs({ value: '-45' }),
      insulin({ value: '-2' }),
      exercise({ value: '-30' }),
    ]) {
      expect(translate('events', record)).toMatchObject({ observations: [], skipped: [{}] });
    }
  });
});
