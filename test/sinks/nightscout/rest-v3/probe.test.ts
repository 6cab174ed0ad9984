import { afterEach, describe, expect, test } from '@jest/globals';
import type { AccessToken } from '../../../../src/simulator/index.ts';
import { treatmentsStandInRig } from '../../../support/rest-v1-treatments-rig.ts';
import { SINK_TOKEN, v3TreatmentsMaker } from '../../../support/rest-v3-rig.ts';
import { clock, closeSites, never, site, type Answer } from '../../../support/scripted-site.ts';
import { html, json, PASS_PATH, v3Site, v3SinkOf } from '../../../support/scripted-v3-site.ts';

afterEach(closeSites);

/** A site whose token may do all of this, and whose clock is off. */
const granting =
  (verbs: readonly string[], aheadMs = 0): Answer =>
  ({ method, url }, reply) => {
    if (url === '/api/v3/version') {
      const srvDate = clock.now() + aheadMs;
      json(reply, {
        status: 200,
        result: { version: '15.0.7', apiVersion: '3.0.3-alpha', srvDate },
      });
      return;
    }
    const verb = { GET: 'read', POST: 'create', PATCH: 'update' }[method] ?? 'delete';
    const [, collection] = /^\/api\/v3\/(\w+)/.exec(url) ?? [];
    if (!verbs.includes(verb)) {
      json(reply, { status: 403, message: `Missing permission api:${collection}:${verb}` }, 403);
    } else if (verb === 'read') json(reply, { status: 200, result: [] });
    else if (verb === 'create')
      json(reply, { status: 400, message: 'Bad or missing date field' }, 400);
    else json(reply, { status: 404 }, 404);
  };

describe('check of a site by API v3', () => {
  test('tells version, permissions and a clock that is wrong', async () => {
    const { url } = await v3Site(granting(['read', 'create', 'update'], 600_000));
    expect(await v3SinkOf(url).probe(never)).toEqual([
      expect.objectContaining({ ok: true, detail: expect.stringMatching(/15\.0\.7.*v3/) }),
      {
        what: 'Permission to write entries',
        ok: true,
        detail: 'reading, creating and updating entries are allowed',
      },
      expect.objectContaining({ ok: false, detail: expect.stringContaining('600 s ahead') }),
    ]);
  });

  test('names every permission that is missing, and the role that has them', async () => {
    const { url } = await v3Site(granting(['read']));
    const [, finding] = await v3SinkOf(url).probe(never);
    expect(finding).toMatchObject({
      ok: false,
      failure: { code: 'nightscout.missing_permission', kind: 'credentials' },
      detail: expect.stringMatching(
        /api:entries:create, api:entries:update\..*api:entries:create,read,update/s,
      ),
    });
  });

  test('without the permission to update, what is new goes on: it is told and closes no latch', async () => {
    const { url } = await v3Site(granting(['read', 'create']));
    const [, finding] = await v3SinkOf(url).probe(never);
    expect(finding).toEqual({
      what: 'Permission to write entries',
      ok: false,
      detail: expect.stringMatching(/api:entries:update, .*api:entries:create,read,update\.$/),
    });
  });

  test('the version is asked without the token, and a refused token is sent once', async () => {
    const { url, requests } = await site((request, reply) => {
      if (request.url === PASS_PATH) json(reply, { status: 401 }, 401);
      else granting([])(request, reply);
    });
    const findings = await v3SinkOf(url).probe(never);
    expect(findings).toMatchObject([{ ok: false, failure: { code: 'nightscout.token_refused' } }]);
    expect(requests.map((request) => request.url)).toEqual(['/api/v3/version', PASS_PATH]);
    expect(requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('tells a site without API v3, one that is none, and one that is away', async () => {
    const old = await site((_request, reply) => html(reply, 404));
    expect(await v3SinkOf(old.url).probe(never)).toMatchObject([
      { ok: false, detail: expect.stringMatching(/NIGHTSCOUT_URL.*NIGHTSCOUT_API set to v1/s) },
    ]);
    const page = await site((_request, reply) => html(reply, 200));
    expect(await v3SinkOf(page.url).probe(never)).toMatchObject([
      { ok: false, failure: { code: 'nightscout.unexpected_answer' } },
    ]);
    expect(await v3SinkOf('http://127.0.0.1:1').probe(never)).toMatchObject([{ ok: false }]);
  });

  test('an answer to a harmless try that no site gives is no permission', async () => {
    const { url } = await v3Site(({ method, url: path }, reply) => {
      if (method === 'POST') json(reply, { status: 200 });
      else granting(['read', 'update'])({ method, url: path, headers: {}, rows: [] }, reply);
    });
    const bad = (await v3SinkOf(url).probe(never)).filter(({ ok }) => !ok);
    expect(bad).toHaveLength(1);
  });
});

describe('check of treatments by API v3', () => {
  const all = SINK_TOKEN.permissions;
  const without = (text: string): string[] => all.filter((one) => !one.includes(text));
  test.each<[string, readonly string[], string, RegExp, boolean]>([
    [
      'no treatments',
      without('treatments'),
      'Permission to write treatments',
      /treatments:create/,
      true,
    ],
    [
      'no deleting of treatments',
      [...without('treatments'), 'api:treatments:create,read,update'],
      'Permission to write treatments',
      /does not allow the access token api:treatments:delete,/,
      false,
    ],
    [
      'no device states',
      without('devicestatus'),
      'Permission to write device states',
      /devicestatus:create/,
      true,
    ],
    [
      'no deleting of entries',
      [...without('entries'), 'api:entries:create,read,update'],
      'Permission to write meter entries',
      /api:entries:delete/,
      false,
    ],
  ])(
    'a token with %s fails at what it may not',
    async (_what, permissions, what, detail, stops) => {
      const accessToken: AccessToken = { ...SINK_TOKEN, permissions };
      const rig = await treatmentsStandInRig({}, { ...v3TreatmentsMaker, accessToken });
      const findings = await rig.sink({ writes: { mbg: true } }).probe(never);
      const bad = findings.filter(({ ok }) => !ok);
      expect(bad).toMatchObject([{ what, detail: expect.stringMatching(detail) }]);
      expect(bad[0]?.failure?.code).toBe(stops ? 'nightscout.missing_permission' : undefined);
      if (stops) expect(findings.at(-1)).toBe(bad[0]);
      else expect(findings).toHaveLength(3);
      await rig.stop();
    },
  );

  test('deleting is not asked for where nothing is ever deleted', async () => {
    const permissions = ['api:treatments,devicestatus:create,read,update'];
    const accessToken: AccessToken = { ...SINK_TOKEN, permissions };
    const rig = await treatmentsStandInRig({}, { ...v3TreatmentsMaker, accessToken });
    const findings = await rig.sink({ writes: { events: false } }).probe(never);
    expect(findings.map(({ ok }) => ok)).toEqual([true, true]);
    await rig.stop();
  });
});
