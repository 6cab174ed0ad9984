import { afterEach, expect, test } from '@jest/globals';
import { toEntry } from '../../../../src/sinks/nightscout/entry.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { closeSites, never, records } from '../../../support/scripted-site.ts';
import { empty, found, json, v3Site, v3SinkOf } from '../../../support/scripted-v3-site.ts';

afterEach(closeSites);

const FORBIDDEN = { status: 403, message: 'Missing permission api:entries:update' };

test('a token that may only create goes on writing what is new, and tells what stays as it was', async () => {
  const wanted = records(2);
  const { sysTime, ...ours } = toEntry(wanted[0]!, 'device');
  const { url, asked } = await v3Site((request, reply) => {
    if (request.method === 'PATCH') {
      json(reply, FORBIDDEN, 403);
    } else if (request.method === 'GET') {
      found(reply, request.url, [{ ...ours, sysTime, sgv: ours.sgv + 9 }]);
    } else empty(request, reply);
  });
  const receipt = await v3SinkOf(url).write(wanted, never);
  expect(receipt.settled).toEqual([2]);
  expect(receipt.refused).toEqual([
    {
      position: 1,
      code: 'nightscout.uncorrected_row',
      reason: expect.stringMatching(
        `${sysTime} .*api:entries:update.*api:entries:create,read,update`,
      ),
    },
  ]);
  // The correction was tried with a pass that was just given out, too.
  expect(asked().filter((line) => line.startsWith('PATCH'))).toHaveLength(2);
});

test('a reading of today that meets another program’s row stays that row’s', async () => {
  const { systemTime } = records(1)[0]!.record;
  const { url, asked } = await v3Site((request, reply) => {
    if (request.method === 'POST') json(reply, FORBIDDEN, 403);
    else empty(request, reply);
  });
  const receipt = await v3SinkOf(url, 150_000, undefined, new FakeClock(systemTime)).write(
    records(1),
    never,
  );
  expect(receipt).toEqual({ settled: [], present: [1], refused: [] });
  expect(asked()).toContain('POST /api/v3/entries');
});
