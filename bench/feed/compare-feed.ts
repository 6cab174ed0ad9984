import { join } from 'node:path';
import { startTypeScript } from '../../test/support/start-typescript.ts';
import { printTable } from '../report/print-table.ts';
import { residentMb } from '../report/resident-mb.ts';
import { showSpread, spreadOf } from '../report/spread.ts';
import { startFeedStage } from './feed-stage.ts';
import { load, type Asked, type Load } from './load.ts';
import { fillNightscout } from './real-nightscout.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 7);
const ROUND_MS = 1_000;
const MANY_REQUESTS = 10_000;
/** What only the bridge has is not asked of a Nightscout. */
const RESOURCES = [
  { label: 'entries.json?count=288', path: '/api/v1/entries.json?count=288', ofNightscout: true },
  { label: 'entries.json?count=1', path: '/api/v1/entries.json?count=1', ofNightscout: true },
  { label: '/pebble', path: '/pebble', ofNightscout: true },
  { label: '/api/v2/properties', path: '/api/v2/properties', ofNightscout: true },
  { label: 'the page', path: '/', ofNightscout: false },
  { label: '/metrics', path: '/metrics', ofNightscout: false },
] as const;

type Side = Pick<Asked, 'url' | 'headers'>;

/**
 * The feed of the built program beside a bare node:http server that sends the same bytes from memory, and beside a real
 * Nightscout where one is named. The sides take turns; ratios are of one round.
 */
export async function compareFeed(): Promise<void> {
  const stage = await startFeedStage();
  try {
    await tellMemory(stage.url, stage.pid);
    const child = startTypeScript(join(import.meta.dirname, 'raw-child.ts'), [
      stage.url,
      ...RESOURCES.map(({ path }) => path),
    ]);
    try {
      const [, port = ''] = (await child.line('ready ')).split(' ');
      const nightscout = await fillNightscout(stage.url);
      const raw = { url: `http://127.0.0.1:${port}` };
      await compareResources(stage, raw, nightscout?.asked);
      const beside =
        nightscout === undefined
          ? 'No Nightscout was named (BENCH_NIGHTSCOUT_URL).'
          : `Nightscout ${nightscout.version} holds the same rows.`;
      console.log(
        `  ${ROUNDS} rounds of ${ROUND_MS} ms a side; 10 kept-alive connections, no compression; ratios of requests/s. ${beside}`,
      );
    } finally {
      await child.finish();
    }
  } finally {
    await stage.stop();
  }
}

/** Resident memory before the first request, and as requests of every kind go on. */
async function tellMemory(url: string, pid: number | undefined): Promise<void> {
  const rows = [['before the first request', (await residentMb(pid)).toFixed(1)]];
  for (const times of [1, 2]) {
    for (const { path } of RESOURCES) {
      await load({ url, path }, { requests: Math.ceil(MANY_REQUESTS / RESOURCES.length) });
    }
    const words = `after ${(times * MANY_REQUESTS).toLocaleString('en-US')} requests`;
    rows.push([words, (await residentMb(pid)).toFixed(1)]);
  }
  printTable(['memory of the daemon', 'RSS MB'], rows);
}

async function compareResources(feed: Side, raw: Side, nightscout: Side | undefined) {
  const rows: string[][] = [];
  for (const { label, path, ofNightscout } of RESOURCES) {
    const sides = [feed, raw, ...(ofNightscout && nightscout ? [nightscout] : [])];
    const loads = sides.map((): Load[] => []);
    for (const side of sides) await load({ ...side, path }, { ms: ROUND_MS / 2 });
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let turn = 0; turn < sides.length; turn += 1) {
        const index = (round + turn) % sides.length;
        loads[index]?.push(await load({ ...sides[index]!, path }, { ms: ROUND_MS }));
      }
    }
    const [own, bare, site] = loads;
    rows.push([
      label,
      perSecond(own!),
      p99(own!),
      perSecond(bare!),
      p99(bare!),
      ratio(own!, bare!),
      ...(nightscout === undefined
        ? []
        : site === undefined
          ? ['', '', '']
          : [perSecond(site), p99(site), ratio(own!, site)]),
    ]);
  }
  const head = ['resource', 'feed req/s', 'p99 ms', 'raw req/s', 'p99 ms', 'feed/raw'];
  const more = nightscout ? ['Nightscout req/s', 'p99 ms', 'feed/Nightscout'] : [];
  printTable([...head, ...more], rows);
}

function perSecond(loads: readonly Load[]): string {
  return showSpread(spreadOf(loads.map((one) => one.perSecond)));
}

function p99(loads: readonly Load[]): string {
  return showSpread(spreadOf(loads.map(({ p99Ms }) => p99Ms)), 1);
}

function ratio(own: readonly Load[], other: readonly Load[]): string {
  const ratios = own.map(({ perSecond: many }, round) => many / (other[round]?.perSecond ?? 0));
  return showSpread(spreadOf(ratios), 2);
}
