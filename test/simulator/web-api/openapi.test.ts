import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DAY_MS } from '../../../src/domain/instant.ts';
import { openApiDocument } from '../../../src/simulator/web-api/openapi/index.ts';
import { products } from '../../../src/simulator/web-api/records/index.ts';
import { listNames } from '../../../src/simulator/web-api/records/records-world.ts';
import { answerSchemaOf, faultsByOpenApi, faultsBySchema } from './openapi-validator.ts';
import { at, NOW, recordsStage } from './records/records-stage.ts';

type Part = Readonly<Record<string, unknown>>;
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/web-api/${name}.json`, import.meta.url), 'utf8'));

describe('the description of the Web API', () => {
  test('is OpenAPI 3.1, by the official schema', async () => {
    expect(await faultsByOpenApi(openApiDocument)).toEqual({ version: '3.1', faults: [] });
  });

  test('would not pass with a broken operation or a dangling reference', async () => {
    const broken = { ...openApiDocument, paths: { '/v3/users/self/egvs': { get: { responses: 7 } } } }; // prettier-ignore
    expect((await faultsByOpenApi(broken)).faults).not.toEqual([]);
    const names = Object.keys((openApiDocument['components'] as { schemas: Part }).schemas);
    const said = [...JSON.stringify(openApiDocument).matchAll(/#\/components\/schemas\/(\w+)/g)];
    expect(new Set(said.map(([, name]) => name))).toEqual(
      new Set(names.filter((name) => said.some(([, used]) => used === name))),
    );
  });

  test('knows the four hosts, the login, the token and the six operations', () => {
    const paths = openApiDocument['paths'] as Readonly<Record<string, Part>>;
    expect(Object.keys(paths).sort()).toEqual([
      '/v3/oauth2/login',
      '/v3/oauth2/token',
      '/v3/users/self/alerts',
      '/v3/users/self/calibrations',
      '/v3/users/self/dataRange',
      '/v3/users/self/devices',
      '/v3/users/self/egvs',
      '/v3/users/self/events',
    ]);
    expect(openApiDocument['servers']).toHaveLength(4);
    const { parameters, responses } = paths['/v3/users/self/egvs']!['get'] as Part;
    expect((parameters as { name: string }[]).map(({ name }) => name)).toEqual([
      'startDate',
      'endDate',
    ]);
    expect(Object.keys(responses as Part)).toEqual(['200', '400', '401', '403', '404', '429', '500']); // prettier-ignore
  });

  test('every schema can be judged by, and each says what it is of', () => {
    const { schemas } = openApiDocument['components'] as { schemas: Record<string, Part> };
    for (const [name, schema] of Object.entries(schemas)) {
      expect(() => faultsBySchema(name, undefined)).not.toThrow();
      expect([name, typeof schema['description']]).toEqual([name, 'string']);
    }
  });
});

describe.each(products)('all that the simulator tells of a %s', (product) => {
  const stage = recordsStage({ product });
  stage.diary.setReceiver({ clockAheadMs: 47_000 }, at(-2 * DAY_MS));
  stage.patient.addGap({ from: at(-DAY_MS), to: at(-DAY_MS + 7_200_000) });
  stage.patient.setValue({ from: at(-4 * 3_600_000), to: at(-3 * 3_600_000) }, 'low');
  stage.patient.setValue({ from: at(-3 * 3_600_000), to: at(-2 * 3_600_000) }, 'high');
  const wrapped = (recordType: string, rest: object): object => ({
    recordType,
    recordVersion: '3.0',
    userId: 'someone',
    ...rest,
  });

  test.each(listNames)('%s', (name) => {
    const records = stage.records.list(name, at(-8 * DAY_MS), NOW, NOW);
    expect(faultsBySchema(answerSchemaOf[name], wrapped(name, { records }))).toEqual([]);
    const isBare = product === 'one' && (name === 'calibrations' || name === 'events');
    // A G7 is seldom calibrated: a week may hold none.
    if (name !== 'calibrations') expect(records.length > 0).toBe(!isBare);
  });

  test('devices and data range', () => {
    const devices = stage.records.devices(NOW);
    expect(devices).toHaveLength(2);
    expect(faultsBySchema('DeviceList', wrapped('device', { records: devices }))).toEqual([]);
    const ranges = stage.records.dataRange(NOW);
    expect(faultsBySchema('DataRange', wrapped('dataRange', ranges))).toEqual([]);
  });
});

describe('what was found of Dexcom’s own', () => {
  test('the calibrations fit', () => {
    expect(faultsBySchema('CalibrationList', fixture('calibrations-g7-15-day'))).toEqual([]);
  });

  test.each(['token-long', 'token-short'])('%s fits', (name) => {
    expect(faultsBySchema('Token', fixture(name))).toEqual([]);
  });

  test('the alerts are a splice of an alert and its setting, and no alert of the endpoint', () => {
    const faults = faultsBySchema('AlertList', fixture('alerts-g7-15-day'));
    const missing = faults.map((fault) => /"missingProperty":"(\w+)"/.exec(fault)?.[1]);
    expect(missing.sort()).toEqual(
      ['alertName', 'alertState', 'recordId', 'recordType', 'recordVersion', 'userId'].sort(),
    );
    // Its times, ids and words are right ones all the same.
    const [record] = (fixture('alerts-g7-15-day') as { records: Part[] }).records;
    const whole = { ...record, recordId: '763923b7-5424-451e-b37d-fd8ff635b308', alertName: 'rise', alertState: 'inactive' }; // prettier-ignore
    expect(faultsBySchema('Alert', whole)).toEqual([]);
  });

  test('what is no record does not fit', () => {
    const [egv] = recordsStage({}).records.list('egvs', at(-DAY_MS), NOW, NOW) as Part[];
    expect(faultsBySchema('Egv', egv)).toEqual([]);
    for (const change of [
      { value: 38 },
      { value: 402 },
      { value: '120' },
      { systemTime: 'yesterday' },
      { systemTime: '2024-11-15T04:46:40-05:00' },
      { recordId: 'one' },
      { transmitterId: 'ABC' },
      { transmitterTicks: -1 },
      { unit: null },
    ]) {
      expect([change, faultsBySchema('Egv', { ...egv, ...change })]).not.toEqual([change, []]);
    }
  });
});
