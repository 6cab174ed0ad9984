import { describe, expect, test } from '@jest/globals';
import { controlRig as rig } from './control-rig.ts';

const HOUR = 3_600_000;

describe('the diary', () => {
  test('an event is created, changed and deleted, and the list shows each state', async () => {
    const { tell, api, clock } = await rig();
    const listed = async (id: unknown): Promise<Record<string, unknown>[]> =>
      (await api.list('events', clock.now() - HOUR, clock.now() + 1_000)).filter(
        ({ value, recordId }) => value === '33' || value === '44' || recordId === id,
      );
    const at = clock.now() - 1_200_000;
    const { id } = await tell('POST', '/events', { type: 'carbs', amount: 33, at });
    clock.advance(1_000);
    const [created] = await listed(undefined);
    expect(created).toMatchObject({ eventType: 'carbs', value: '33', eventStatus: 'created' });
    await tell('PATCH', '/events', { id, amount: 44 });
    clock.advance(1_000);
    const { recordId } = created!;
    expect(await listed(recordId)).toMatchObject([
      { value: '44', eventStatus: 'updated', recordId },
    ]);
    await tell('DELETE', `/events?id=${encodeURIComponent(String(id))}`);
    clock.advance(1_000);
    expect(await listed(recordId)).toMatchObject([{ eventStatus: 'deleted', recordId }]);
    const events = await tell('GET', `/events?from=${at - 1}&to=${at + 1}`);
    expect(events).toMatchObject([{ id, versions: [{}, {}, { status: 'deleted' }] }]);
    await tell('DELETE', '/events', { id, vanish: true });
    clock.advance(1_000);
    expect(await listed(recordId)).toEqual([]);
  });

  test('a calibration and a rewritten reading', async () => {
    const { tell, api, clock } = await rig();
    await tell('POST', '/calibrations', { value: 123, minutesAgo: 10 });
    clock.advance(60_000);
    const since = clock.now() - HOUR;
    const found = await api.list('calibrations', since, clock.now());
    expect(found).toEqual([expect.objectContaining({ value: 123 })]);
    const old = (await api.list('egvs', since, clock.now())).at(-3)!;
    const systemTime = String(old['systemTime']).slice(0, 19);
    await tell('POST', '/reading', { at: Date.parse(`${systemTime}Z`), value: 222 });
    clock.advance(60_000);
    const again = await api.list('egvs', since, clock.now());
    expect(again.find(({ recordId }) => recordId === old['recordId'])).toMatchObject({
      value: 222,
    });
  });

  test('a receiver uploads at once what the phone shows later', async () => {
    const { tell, api, clock } = await rig({});
    await tell('POST', '/receiver', { clockAheadMs: 0 });
    clock.advance(30 * 60_000);
    const devices = (await api.list('egvs', clock.now() - 25 * 60_000, clock.now())).map(
      ({ displayDevice }) => displayDevice,
    );
    expect(devices.length).toBeGreaterThan(3);
    expect(new Set(devices)).toEqual(new Set(['receiver']));
  });

  test('a new transmitter has another id', async () => {
    const { tell, api, clock } = await rig();
    const [before] = (await api.get('devices', {})).json['records'] as Record<string, unknown>[];
    await tell('POST', '/transmitter', {});
    clock.advance(HOUR);
    const egvs = await api.list('egvs', clock.now() - 10 * 60_000, clock.now());
    expect(egvs[0]!['transmitterId']).not.toBe(before!['transmitterId']);
  });
});

describe('the phone and its oddities', () => {
  test('a changed setting shows in the devices', async () => {
    const { tell, api, clock } = await rig();
    const settings = async (): Promise<string> => {
      const { text } = await api.get('devices', {});
      return text.replace(/"lastUploadDate":"[^"]*"/, '');
    };
    const before = await settings();
    await tell('POST', '/settings', { highMgdl: 310 });
    clock.advance(HOUR);
    expect(before).not.toContain('310');
    expect(await settings()).toContain('310');
  });

  test('quirks are listed, switched on and cleared', async () => {
    const { tell, api, clock } = await rig();
    const ids = async (): Promise<unknown[]> =>
      (await api.list('egvs', clock.now() - 2 * HOUR, clock.now())).map(
        (record) => (record as Record<string, unknown> | null)?.['recordId'],
      );
    const known = (await tell('GET', '/quirks')) as unknown as { name: string }[];
    expect(known.length).toBeGreaterThan(20);
    const plain = await ids();
    expect(await tell('POST', '/quirks', { malformed: true })).toMatchObject({
      quirks: { malformed: true },
    });
    expect(await ids()).not.toEqual(plain);
    expect(await tell('DELETE', '/quirks')).toMatchObject({ quirks: {} });
    expect(await ids()).toEqual(plain);
    for (const { name } of known) await tell('POST', '/quirks', { [name]: true });
    for (const name of ['egvs', 'calibrations', 'events', 'alerts']) {
      const found = await api.list(name, clock.now() - 48 * HOUR, clock.now());
      expect([name, Array.isArray(found)]).toEqual([name, true]);
    }
    expect((await api.get('devices', {})).status).toBe(200);
    expect((await api.get('dataRange', {})).status).toBe(200);
  });
});
