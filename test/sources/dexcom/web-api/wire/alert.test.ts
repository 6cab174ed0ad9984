import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { readEnvelope } from '../../../../../src/sources/dexcom/web-api/wire/index.ts';
import { alert, COMMON, only, reason, translate } from './wire-records.ts';

const read = (changes: object = {}) => only('alert', 'alerts', alert(changes));

test('an alert keeps all that Dexcom says of it, and nothing else', () => {
  expect(read()).toStrictEqual({
    kind: 'alert',
    ...COMMON,
    alertName: 'urgentLow',
    alertState: 'activeAlarming',
  });
});

test.each([
  ['URGENTLOWSOON', 'activesnoozed', 'urgentLowSoon', 'activeSnoozed'],
  ['outofrange', 'Inactive', 'outOfRange', 'inactive'],
  ['tooBright', 'waiting', 'tooBright', 'waiting'],
])('%s, %s are %s, %s', (alertName, alertState, name, state) => {
  expect(read({ alertName, alertState })).toMatchObject({ alertName: name, alertState: state });
});

test('the published alert has no name and no state: it is set aside, with its time and short ids', () => {
  const answer = readFileSync(
    new URL('../../../../fixtures/web-api/alerts-g7-15-day.json', import.meta.url),
    'utf8',
  );
  const { observations, skipped } = translate('alerts', ...readEnvelope(answer).records);
  expect(observations).toEqual([]);
  expect(skipped).toHaveLength(1);
  expect(skipped[0]?.reason).toBe(
    'alertName: expected a word such as urgentLow, got nothing, in a record of alerts of 2025-04-05T17:53:03.000Z',
  );
  expect(skipped[0]?.sample).toContain('"transmitterId":"d55d01d0…"');
});

test('with a name and a state its odd zone and its app are read', () => {
  const record = {
    ...alert(),
    systemTime: '2025-04-05T17:53:03Z',
    displayTime: '2025-04-05T10:52:48-06:59:59',
    displayApp: 'G7Android',
  };
  expect(only('alert', 'alerts', record)).toMatchObject({
    systemTime: Date.UTC(2025, 3, 5, 17, 53, 3),
    utcOffsetMinutes: -420,
    displayApp: 'G7Android',
  });
});

test('a state is needed too', () => {
  expect(reason('alerts', alert({ alertState: null }))).toMatch(/^alertState: .* got null/);
});

test('without Dexcom’s id two states of one second are two', () => {
  expect(read({ recordId: null }).recordId).toBe(
    'time:2025-05-17T03:59:11.000Z:android:urgentLow:activeAlarming',
  );
});
