import { afterEach, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../src/domain/instant.ts';
import { createSourceLoop } from '../../src/pipeline/source-loop.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { createHistoryRig, egv, EVERY_MS } from '../support/history-rig.ts';
import { batchOf, PERIOD_MS, seen, T0 } from '../support/readings.ts';
import { createScriptedSource } from '../support/scripted-source.ts';

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort(new Error('test over'))));

/** A history loop and a Share loop over one account. */
async function rig() {
  const history = await createHistoryRig();
  stops.push(history.stop);
  const share = createScriptedSource();
  const shareLoop = createSourceLoop({
    account: 'default',
    source: share,
    journal: history.journal,
    state: history.journal,
    clock: history.clock,
    random: seededRandom(2),
    emit: () => undefined,
    bell: history.bell,
    toleranceMs: 150_000,
    requestsPerReading: 1.5,
  });
  return { ...history, share, shareLoop };
}

/** What Share says of the readings whose egvs are `egv(k)`: with milliseconds. */
const fromShare = () =>
  batchOf(...[-2, -1, 0].map((k) => seen(T0 + k * PERIOD_MS, 100 + Math.abs(k))));

test.each(['Share', 'the Web API'])(
  'a reading of both is one record when %s comes first',
  async (first) => {
    const { loop, shareLoop, share, service, records, stop } = await rig();
    share.script({ batch: fromShare() });
    service.upload('egvs', egv(-3), ...[-2, -1, 0].map((k) => egv(k, 100 + Math.abs(k))));
    const passes = [() => shareLoop.once(stop.signal), () => loop.once(stop.signal)];
    for (const pass of first === 'Share' ? passes : passes.reverse()) {
      expect(await pass()).toEqual({ outcome: 'ok' });
    }
    const held = await records();
    expect(held).toHaveLength(4);
    // The first time ever seen stays; the value is the same; the id comes from the source that has one.
    expect(held.map(({ systemTime }) => systemTime % 1000)).toEqual(
      first === 'Share' ? [0, 817, 817, 817] : [0, 0, 0, 0],
    );
    for (const one of held) expect(one).toMatchObject({ recordId: expect.stringMatching(/^egv/) });
  },
);

test('both at work together make each reading one record, and a dead Web API costs no reading', async () => {
  const { loop, shareLoop, share, service, records, clock, stop } = await rig();
  service.upload('egvs', ...Array.from({ length: 300 }, (_, k) => egv(k - 299)));
  share.script(({ from, to }) => ({
    batch: batchOf(
      ...Array.from({ length: 40 }, (_, k) => T0 + (k - 10) * PERIOD_MS)
        .filter((at) => at >= from && at <= to && at <= clock.now())
        .map((at) => seen(at)),
    ),
  }));
  void shareLoop.run(stop.signal);
  void loop.run(stop.signal);
  await clock.advance(EVERY_MS + MINUTE_MS);
  const upTo = Math.floor((clock.now() - T0) / PERIOD_MS);
  expect(await records()).toHaveLength(300 + upTo);
  service.fault = () => 'hang';
  service.upload('egvs', ...Array.from({ length: upTo }, (_, k) => egv(k + 1)));
  await clock.advance(10 * MINUTE_MS);
  expect(await records()).toHaveLength(300 + upTo + 2);
});
