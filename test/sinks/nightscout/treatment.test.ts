import { describe, expect, test } from '@jest/globals';
import { epochMs } from '../../../src/domain/instant.ts';
import type { UserEvent } from '../../../src/domain/user-event.ts';
import { toTreatment } from '../../../src/sinks/nightscout/treatment.ts';
import { alertAt, calibrationAt, eventAt, hold } from '../../support/make-journal-record.ts';

const AT = epochMs(1_700_000_000_000);
const event = (more: Partial<UserEvent>): unknown => {
  const base = eventAt(AT, more);
  const { amount, ...bare } = base;
  const treatment = toTreatment(hold('amount' in more ? { ...bare, amount: amount! } : bare), 'd');
  if (treatment === undefined) return undefined;
  const {
    created_at: _created,
    date: _date,
    enteredBy: _by,
    device: _device,
    app: _app,
    identifier: _identifier,
    srvCreated: _srvCreated,
    srvModified: _srvModified,
    ...content
  } = treatment;
  return content;
};

describe('toTreatment', () => {
  test('gives the whole document', () => {
    const held = hold(eventAt(AT, { utcOffsetMinutes: -480 }), epochMs(AT + 7_200_000));
    expect(toTreatment(held, 'my-device')).toEqual({
      eventType: 'Carb Correction',
      carbs: 15,
      created_at: '2023-11-14T22:13:20.000Z',
      date: AT,
      utcOffset: -480,
      enteredBy: 'nightscout-dexcom-bridge',
      app: 'nightscout-dexcom-bridge',
      device: 'my-device',
      identifier: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-/),
      srvCreated: held.recordedAt,
      srvModified: held.changedAt,
    });
  });

  test('the identifier hangs on kind and record alone, for ever', () => {
    const of = (record: Parameters<typeof hold>[0]): unknown =>
      toTreatment(hold(record as UserEvent), 'd')?.identifier;
    const first = of(eventAt(AT, { recordId: 'r' }));
    expect(first).toBe('868017d1-0376-5908-bc30-e6391e2c1d0c');
    expect(of(eventAt(epochMs(AT + 5), { recordId: 'r', eventType: 'insulin' }))).toBe(first);
    expect(of(calibrationAt(AT, { recordId: 'r' }))).not.toBe(first);
    expect(of(alertAt(AT, { recordId: 'r' }))).not.toBe(first);
  });

  test.each<[string, Partial<UserEvent>, object]>([
    ['carbs', { eventType: 'carbs', amount: 12.5 }, { eventType: 'Carb Correction', carbs: 12.5 }],
    [
      'fast-acting insulin',
      { eventType: 'insulin', eventSubtype: 'fastActing', amount: 4.5 },
      { eventType: 'Correction Bolus', insulin: 4.5, notes: 'Fast-acting insulin' },
    ],
    [
      'long-acting insulin',
      { eventType: 'insulin', eventSubtype: 'longActing', amount: 12 },
      { eventType: 'Note', notes: 'Long-acting insulin 12 U' },
    ],
    [
      'insulin of an unknown kind',
      { eventType: 'insulin', amount: 3 },
      { eventType: 'Note', notes: 'Insulin 3 U, type not told' },
    ],
    [
      'insulin of a new kind',
      { eventType: 'insulin', eventSubtype: 'ultraFast', amount: 3 },
      { eventType: 'Note', notes: 'Insulin 3 U, Ultra fast' },
    ],
    [
      'exercise',
      { eventType: 'exercise', eventSubtype: 'medium', amount: 45 },
      { eventType: 'Exercise', duration: 45, notes: 'Medium' },
    ],
    ['exercise of unknown length', { eventType: 'exercise' }, { eventType: 'Exercise' }],
    [
      'health',
      { eventType: 'health', eventSubtype: 'highSymptoms' },
      { eventType: 'Note', notes: 'High symptoms' },
    ],
    [
      'health of a new kind',
      { eventType: 'health', eventSubtype: 'Jet lag' },
      { eventType: 'Note', notes: 'Jet lag' },
    ],
    ['health of no kind', { eventType: 'health' }, { eventType: 'Note', notes: 'Health event' }],
    [
      'blood glucose',
      { eventType: 'bloodGlucose', meter: { value: 5.6, unit: 'mmol/L' } },
      { eventType: 'BG Check', glucose: 5.6, glucoseType: 'Finger', units: 'mmol' },
    ],
    [
      'a note',
      { eventType: 'notes', text: 'BG < 70 & <b>dizzy</b>' },
      { eventType: 'Note', notes: 'BG &lt; 70 & &lt;b>dizzy&lt;/b>' },
    ],
    [
      'an unknown type',
      { eventType: 'sleep', eventSubtype: 'deep', text: '8', unit: 'hours' },
      { eventType: 'Note', notes: 'Dexcom event: sleep deep: 8 hours' },
    ],
    [
      'an unknown type that says nothing',
      { eventType: 'unknown', unit: 'unknown' },
      { eventType: 'Note', notes: 'Dexcom event: unknown' },
    ],
  ])('%s', (_what, more, expected) => {
    expect(event(more)).toEqual(expected);
  });

  test.each<[string, Partial<UserEvent>]>([
    ['a deleted event', { amount: 5, isDeleted: true }],
    ['carbs without an amount', { eventType: 'carbs' }],
    ['carbs of nothing', { eventType: 'carbs', amount: 0 }],
    ['insulin without an amount', { eventType: 'insulin', eventSubtype: 'fastActing' }],
    ['insulin of nothing', { eventType: 'insulin', eventSubtype: 'longActing', amount: 0 }],
    ['a blood glucose without a value', { eventType: 'bloodGlucose' }],
    [
      'a fingerstick that is a calibration too',
      {
        eventType: 'bloodGlucose',
        meter: { value: 100, unit: 'mg/dL' },
        sameAsCalibration: 'cal',
      },
    ],
    ['a note without words', { eventType: 'notes', text: '  ' }],
  ])('%s is nothing', (_what, more) => {
    expect(event(more)).toBeUndefined();
  });

  test('no insulin but the fast-acting one ever stands in the field that Nightscout counts', () => {
    for (const eventSubtype of ['longActing', 'unknown', 'FastActing', 'x']) {
      expect(event({ eventType: 'insulin', eventSubtype, amount: 5 })).not.toHaveProperty(
        'insulin',
      );
    }
  });

  test('a calibration is a fingerstick in the unit it was typed in', () => {
    const of = (value: number, unit: 'mg/dL' | 'mmol/L') =>
      toTreatment(hold(calibrationAt(AT, { meter: { value, unit } })), 'd');
    expect(of(105, 'mg/dL')).toMatchObject({
      eventType: 'BG Check',
      glucose: 105,
      glucoseType: 'Finger',
      units: 'mg/dl',
    });
    expect(of(5.8, 'mmol/L')).toMatchObject({ glucose: 5.8, units: 'mmol' });
  });

  test('an alert is a note when it sounded, and nothing else', () => {
    const of = (alertName: string, alertState = 'activeAlarming') =>
      toTreatment(hold(alertAt(AT, { alertName, alertState })), 'd');
    expect(of('urgentLow')).toMatchObject({
      eventType: 'Note',
      notes: 'Dexcom alert: Urgent Low',
    });
    expect(of('urgentLowSoon')?.notes).toBe('Dexcom alert: Urgent Low Soon');
    expect(of('outOfRange')?.notes).toBe('Dexcom alert: Signal Loss');
    expect(of('brand_new')?.notes).toBe('Dexcom alert: brand_new');
    for (const state of ['inactive', 'activeSnoozed', 'unknown', 'else']) {
      expect(of('urgentLow', state)).toBeUndefined();
    }
  });
});
