import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MemoryTokenStore, WebApiClient } from '../../src/library/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { startDexcomSimulator, type RunningDexcomSimulator } from '../../src/simulator/index.ts';

const REDIRECT = 'http://localhost:17581/callback';

let dexcom: RunningDexcomSimulator;
let client: WebApiClient;
beforeAll(async () => {
  dexcom = await startDexcomSimulator({
    clock: systemClock,
    random: seededRandom(3),
    accounts: [{ name: 'sharer', password: 'x' }],
    patient: { seed: 11 },
    webApi: {
      apps: [{ id: 'client-1', secret: 'secret-1', redirectUris: 'any' }],
      historyDays: 31,
      uploadDelayMs: 0,
    },
  });
  client = new WebApiClient({
    clientId: 'client-1',
    clientSecret: 'secret-1',
    redirectUri: REDIRECT,
    baseUrl: dexcom.url,
    store: new MemoryTokenStore(),
  });
  const { state } = client.authorizationUrl();
  await client.exchangeRedirect(dexcom.webApi.authorize(REDIRECT, state), state);
});
afterAll(async () => {
  await client.close();
  await dexcom.stop();
});

async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of iterable) found.push(one);
  return found;
}

test('every list of a simulated person comes whole, typed and in order', async () => {
  const range = await client.dataRange();
  const readings = await all(client.egvs());
  expect(readings.length).toBeGreaterThan(8_000);
  expect(new Set(readings.map(({ recordId }) => recordId)).size).toBe(readings.length);
  expect(readings[0]?.time).toBe(range.egvs?.start);
  expect(readings.at(-1)?.time).toBe(range.egvs?.end);
  const times = readings.map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  for (const { glucoseMgdl, glucoseMmol, transmitterGeneration } of readings) {
    expect(glucoseMgdl).toBeGreaterThanOrEqual(39);
    expect(Math.abs(glucoseMmol - glucoseMgdl / 18.01559)).toBeLessThanOrEqual(0.0501);
    expect(typeof transmitterGeneration).toBe('string');
  }

  const from = Date.now() - 5 * 86_400_000;
  const [events, calibrations, alerts, devices] = await Promise.all([
    all(client.events({ from })),
    all(client.calibrations({ from })),
    all(client.alerts({ from })),
    client.devices(),
  ]);
  expect(events.length).toBeGreaterThan(5);
  for (const record of [...events, ...calibrations, ...alerts, ...devices]) {
    expect(record).toMatchObject({ recordId: expect.any(String), time: expect.any(Number) });
    expect(record.iso).toBe(new Date(record.time).toISOString());
    expect(Object.keys(record)).not.toContain('systemTime');
    expect(Object.keys(record)).not.toContain('sourceRecordId');
  }
  expect(events.map(({ eventType }) => eventType)).toContain('carbs');
  expect(alerts.every(({ alertName, alertState }) => alertName !== '' && alertState !== '')).toBe(
    true,
  );
  expect(devices[0]?.schedules[0]?.alerts.length).toBeGreaterThan(0);
  expect(structuredClone(readings[0])).toEqual(readings[0]);
  expect(JSON.parse(JSON.stringify(readings[0]))).toEqual(readings[0]);
});
