import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { epochMs, HOUR_MS } from '../../../src/domain/instant.ts';
import { parseExposition } from '../../support/parse-exposition.ts';
import {
  bridgeWorld,
  WORLD_API_SECRET,
  WORLD_PASSWORD,
  type BridgeWorld,
} from '../../support/process/bridge-world.ts';
import { addressOf } from '../../support/served/reader.ts';

const READ = 'ReadPublisherLatestGlucoseValues';
const PREFIX = 'nightscout_dexcom_bridge_';

let world: BridgeWorld;
afterEach(async () => world.stop());

/** Every figure by its series, as Prometheus would name it. */
async function figures(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const page = await answer.text();
  for (const secret of [WORLD_PASSWORD, WORLD_API_SECRET, 'anna', '127.0.0.1']) {
    expect(page).not.toContain(secret);
  }
  return new Map(
    parseExposition(page).flatMap(({ samples }) =>
      samples.map(({ name, labels, value }) => [
        [name.replace(PREFIX, ''), ...Object.values(labels)].join(' '),
        value,
      ]),
    ),
  );
}

test('the figures agree with what Share, Nightscout and the journal saw', async () => {
  const firstReading = epochMs(Date.now() - 5 * HOUR_MS);
  world = await bridgeWorld({
    speed: 60,
    patient: { notBefore: firstReading, appearanceDelay: 15_000 },
  });
  world.share.control.setFault({ kind: 'status', status: 503 }, { endpoint: READ, times: 2 });
  world.site.setFault(
    { kind: 'status', status: 502 },
    { endpoint: 'POST /api/v1/entries', times: 1 },
  );
  const bridge = world.start();
  const url = await addressOf(bridge);
  await bridge.fact(({ event }) => event === 'sink.delivered');
  const polls = () => bridge.facts().filter(({ event }) => event === 'source.polled');
  await bridge.fact(() => polls().length >= 4);
  // From here nothing is new: every reading there will ever be is on its way or there.
  world.patient.addGap({ from: world.clock.now(), to: epochMs(world.clock.now() + 1e11) });

  const told = (type: string) => bridge.facts().filter(({ event }) => event === type);
  const sum = (type: string, field: string) =>
    told(type).reduce((total, fact) => total + Number(fact[field]), 0);
  /** What the outside counted, in the words of the page. */
  const outside = () => {
    const { counts, records } = world.share.requests;
    const reads = records.filter(({ endpoint }) => endpoint === READ);
    const rows = world.siteRows().length;
    const site = (endpoint: RegExp, status: number) =>
      world.site.requests.records.filter(
        (request) => endpoint.test(request.endpoint) && request.status === status,
      ).length;
    return {
      'calls_total share authenticate 200': counts['AuthenticatePublisherAccount'],
      'calls_total share login 200': counts['LoginPublisherAccountById'],
      'calls_total share latest_values 200': reads.filter(({ status }) => status === 200).length,
      'calls_total share latest_values 503': 2,
      'calls_total nightscout entries 200': site(/entries/, 200),
      'calls_total nightscout entries 502': 1,
      'calls_total notify send 200': 0,
      'source_polls_total default share failed': 2,
      'source_failures_total default share transient': 2,
      'source_polls_total default share new': told('source.polled').filter(
        ({ added, changed }) => Number(added) + Number(changed) > 0,
      ).length,
      'source_records_total default share reading recorded': sum('source.polled', 'added'),
      'source_records_total default share reading changed': 0,
      'sink_records_total default nightscout reading written': rows,
      'sink_records_total default nightscout reading refused': 0,
      'sink_failures_total default nightscout transient': told('sink.failed').length,
      'journal_records default': rows,
      'sink_pending_records default nightscout': 0,
      'newest_reading_timestamp_seconds default':
        Math.max(...world.siteRows().map(({ date }) => Number(date))) / 1_000,
    };
  };
  // A call may be under way at any one look, and the journal is not counted at each; at some look all agree.
  let shown: object = {};
  const deadline = performance.now() + 40_000;
  for (;;) {
    const before = outside();
    const page = await figures(url);
    shown = Object.fromEntries(Object.keys(before).map((series) => [series, page.get(series)]));
    const isStill = JSON.stringify(before) === JSON.stringify(outside());
    if (isStill && JSON.stringify(shown) === JSON.stringify(before)) break;
    if (performance.now() > deadline) break;
    await wait(20);
  }
  expect(shown).toEqual(outside());
  const journalled = world.visible(firstReading).length;
  expect(outside()['journal_records default']).toBe(journalled);
  expect(await bridge.stop()).toBe(0);
});
