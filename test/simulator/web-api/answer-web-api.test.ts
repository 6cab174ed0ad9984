import { describe, expect, test } from '@jest/globals';
import { products } from '../../../src/simulator/index.ts';
import { ACCOUNT } from '../share-caller.ts';
import { answerSchemaOf, faultsBySchema } from './openapi-validator.ts';
import { queryDate, webApiRig, type TokenAnswer, type WebApiCaller } from './web-api-rig.ts';

const DAY = 86_400_000;
const LISTS = ['egvs', 'calibrations', 'events', 'alerts'] as const;

/** Walks every endpoint as a client does, and gives what is wrong with the answers by the description. */
async function walk(api: WebApiCaller, token: string, from: number, to: number): Promise<string[]> {
  const faults: string[] = [];
  const judge = (name: keyof typeof answerSchemaOf, value: unknown): void => {
    faults.push(...faultsBySchema(answerSchemaOf[name], value).map((fault) => `${name} ${fault}`));
  };
  for (const name of LISTS) {
    const query = { startDate: queryDate(from), endDate: queryDate(to) };
    judge(name, (await api.get(name, query, token)).json);
  }
  judge('devices', (await api.get('devices', {}, token)).json);
  judge('dataRange', (await api.get('dataRange', {}, token)).json);
  const lastSyncTime = `${queryDate(from)}Z`;
  judge('dataRange', (await api.get('dataRange', { lastSyncTime }, token)).json);
  return faults;
}

describe.each(products)('over HTTP, all answers for %s', (product) => {
  test('fit the description, from login to the last endpoint', async () => {
    const { api, clock } = await webApiRig({ product });
    const end = await api.walk({ username: ACCOUNT.name, password: ACCOUNT.password });
    const tokens = await api.exchange(end.searchParams.get('code')!);
    expect(faultsBySchema(answerSchemaOf.token, tokens.json)).toEqual([]);
    const first = tokens.json as unknown as TokenAnswer;
    const renewed = await api.refresh(first.refresh_token);
    expect(faultsBySchema(answerSchemaOf.token, renewed.json)).toEqual([]);
    const { access_token } = renewed.json as unknown as TokenAnswer;
    expect(await walk(api, access_token, clock.now() - 8 * DAY, clock.now())).toEqual([]);
  });
});

test('a person with a receiver, mmol/L, changed and deleted events fits it too', async () => {
  const { api, clock, dexcom } = await webApiRig({
    uploadDelayMs: 0,
    shape: { tokenForm: 'long', recordTypePlural: true },
  });
  const diary = dexcom.webApi.diary();
  diary.setReceiver({ clockAheadMs: 42_000 });
  const id = diary.addEvent({
    at: clock.now(),
    type: 'bloodGlucose',
    amount: 5.6,
    meterUnit: 'mmol/L',
  });
  clock.advance(3_600_000);
  diary.updateEvent(id, { amount: 5.8 });
  diary.deleteEvent(diary.addEvent({ at: clock.now(), type: 'notes', text: 'Pizza <&> “ü”' }));
  clock.advance(3_600_000);
  const { accessToken } = dexcom.webApi.issueTokens();
  expect(await walk(api, accessToken, clock.now() - DAY, clock.now() + DAY)).toEqual([]);
});

test('the description refuses what the answers are not', async () => {
  const { api, clock } = await webApiRig({ uploadDelayMs: 0 });
  const query = { startDate: queryDate(clock.now() - DAY), endDate: queryDate(clock.now()) };
  const good = (await api.get('egvs', query)).json;
  const [record] = good['records'] as [Record<string, unknown>];
  const broken = { ...good, records: [{ ...record, value: 'high' }] };
  expect(faultsBySchema(answerSchemaOf.egvs, good)).toEqual([]);
  expect(faultsBySchema(answerSchemaOf.egvs, broken)).not.toEqual([]);
  expect(faultsBySchema(answerSchemaOf.egvs, { ...good, records: undefined })).not.toEqual([]);
});
