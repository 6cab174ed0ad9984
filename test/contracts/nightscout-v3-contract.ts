import { describe, expect, test } from '@jest/globals';
import { describeV3Reading } from './nightscout-v3-reading.ts';
import { APP, type NightscoutV3Rig, type Row, v3Stage } from './nightscout-v3-stage.ts';

/** What the v3 sink relies on in a Nightscout site: kept so that the stand-in and the real one cannot drift apart. */
export function describeNightscoutV3Contract(
  name: string,
  setup: () => Promise<NightscoutV3Rig>,
): void {
  describe(`the contract of a Nightscout site’s API v3: ${name}`, () => {
    const { rig, v1, v3, rows, iso, id, sgv, put } = v3Stage(setup);

    test('a PUT adds under 201 and replaces whole under 200, and stamps', async () => {
      const added = await put(0, { noise: 1 });
      expect([added.status, added.said]).toMatchObject([201, { status: 201, identifier: id(0) }]);
      const again = await put(0, { sgv: 130 });
      expect([again.status, again.said]).toEqual([
        200,
        { status: 200, lastModified: expect.any(Number) },
      ]);
      const { said } = await v3('GET', `/entries/${id(0)}`);
      const row = said['result'] as Row;
      expect(row).toMatchObject({ sgv: 130, sysTime: iso(0), created_at: iso(0) });
      expect(row['utcOffset']).toEqual(expect.any(Number));
      expect(row['subject']).toEqual(expect.any(String));
      expect(Number(row['srvModified'])).toBeGreaterThanOrEqual(Number(row['srvCreated']));
      expect(row).not.toHaveProperty('noise');
      expect(row).not.toHaveProperty('_id');
    });

    test('a POST of a known identifier says that it is one', async () => {
      expect((await v3('POST', '/entries', sgv(0))).said).toMatchObject({
        status: 201,
        identifier: id(0),
      });
      const { status, said } = await v3('POST', '/entries', sgv(0, { sgv: 99 }));
      expect([status, said]).toMatchObject([200, { identifier: id(0), isDeduplication: true }]);
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([{ sgv: 99 }]);
    });

    test('what makes a document itself cannot be changed', async () => {
      await put(0, { utcOffset: 60 });
      for (const [field, value] of [
        ['utcOffset', 120],
        ['device', 'other'],
        ['app', 'other'],
        ['srvCreated', 5],
        ['date', rig().base + 1],
      ] as const) {
        const { status, said } = await put(0, { utcOffset: 60, [field]: value });
        expect([status, said['message']]).toEqual([
          400,
          `Field ${field} cannot be modified by the client`,
        ]);
      }
      const patched = await v3('PATCH', `/entries/${id(0)}`, { device: 'other' });
      expect(patched.status).toBe(400);
    });

    test('a PATCH sets fields, `null` too, and keeps the others', async () => {
      await put(0, { direction: 'Flat', noise: 1 });
      const { status, said } = await v3('PATCH', `/entries/${id(0)}`, { sgv: 77, direction: null });
      expect([status, said]).toEqual([200, { status: 200 }]);
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([
        { sgv: 77, direction: null, noise: 1, device: 'contract', modifiedBy: expect.any(String) },
      ]);
      const none = await v3('PATCH', `/entries/${id(1)}`, { sgv: 77 });
      expect([none.status, none.said]).toEqual([404, { status: 404 }]);
    });

    test('a row of API v1 of the same instant and type cannot be taken over', async () => {
      const { app: _app, identifier: _identifier, ...bare } = sgv(0, { device: 'xDrip' });
      await v1('POST', '/entries.json', [bare]);
      const { status, said } = await v3('POST', '/entries', sgv(0));
      expect([status, said['message']]).toEqual([
        400,
        expect.stringMatching(/^Field (device|app) cannot be modified by the client$/),
      ]);
      expect((await rows(`date$gte=${rig().base}&sort=date`))[0]).toMatchObject({
        identifier: expect.stringMatching(/^[0-9a-f]{24}$/),
        device: 'xDrip',
      });
    });

    test('a deleted document is hidden, gone to GET, PUT and PATCH, and brought back by POST', async () => {
      await put(0);
      expect((await v3('DELETE', `/entries/${id(0)}`)).said).toEqual({ status: 200 });
      expect(await rows(`identifier=${id(0)}`)).toEqual([]);
      expect((await v3('GET', `/entries/${id(0)}`)).said).toEqual({ status: 410 });
      // Asked for some fields, it does not notice.
      expect((await v3('GET', `/entries/${id(0)}?fields=sgv`)).said).toEqual({
        status: 200,
        result: { sgv: 120 },
      });
      expect((await put(0)).said).toEqual({ status: 410 });
      expect((await v3('PATCH', `/entries/${id(0)}`, { sgv: 5 })).said).toEqual({ status: 410 });
      expect((await v3('POST', '/entries', sgv(0))).status).toBe(200);
      expect(await rows(`identifier=${id(0)}`)).toHaveLength(1);
    });

    test('a document removed for good is missing', async () => {
      await put(0);
      const path = `/entries/${id(0)}?permanent=true`;
      expect((await v3('DELETE', path)).said).toEqual({ status: 200 });
      expect((await v3('DELETE', path)).said).toEqual({ status: 404 });
      expect((await v3('GET', `/entries/${id(0)}`)).said).toEqual({ status: 404 });
    });

    test('a treatment of the same instant and type stays beside another, where a PUT names its own', async () => {
      const treatment = (more: Row): Row => ({
        eventType: 'Carb Correction',
        created_at: iso(0),
        date: rig().base,
        device: 'contract',
        app: APP,
        ...more,
      });
      await v1('POST', '/treatments.json', [
        { eventType: 'Carb Correction', created_at: iso(0), carbs: 16, enteredBy: 'xDrip' },
      ]);
      const ours = treatment({ carbs: 15, identifier: id(0) });
      expect((await v3('PUT', `/treatments/${id(0)}`, ours)).status).toBe(201);
      const found = await rows(
        `eventType$in=${encodeURIComponent('Carb Correction|Note')}&created_at$gte=${iso(-1)}&sort=created_at`,
        'treatments',
      );
      expect(found.slice(0, 2).map((row) => row['carbs'])).toEqual(
        expect.arrayContaining([15, 16]),
      );
      const type = await v3('PUT', `/treatments/${id(0)}`, { ...ours, eventType: 'Note' });
      expect(type.said['message']).toBe('Field eventType cannot be modified by the client');
    });

    test('texts stay as they are sent', async () => {
      await put(0, { notes: 'a < b & <b>c</b> &lt; d' });
      expect(await rows(`identifier=${id(0)}`)).toMatchObject([
        { notes: 'a < b & <b>c</b> &lt; d' },
      ]);
    });
  });
  describeV3Reading(name, setup);
}

export type { NightscoutV3Rig };
