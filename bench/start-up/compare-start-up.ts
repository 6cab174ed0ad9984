import { printTable } from '../report/print-table.ts';
import { showSpread, spreadOf } from '../report/spread.ts';
import { bridge, bridgeOverTls, peerBridge } from './contestant.ts';
import { fetchPeer } from './peer.ts';
import { perform } from './perform.ts';
import { startStage } from './start-stage.ts';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 15);
const MEMORY_ROUNDS = 3;
const LIFE_MS = Number(process.env['BENCH_LIFE_MS'] ?? 60_000);

/**
 * Interleaved: each round starts every program once, in an order that turns. The ratio is the median of the rounds'
 * own ratios, so that a busy minute of the machine weighs on both.
 */
export async function compareStartUp(): Promise<void> {
  const peer = peerBridge(await fetchPeer());
  const all = [bridge(), bridgeOverTls(), peer];
  const stage = await startStage();
  try {
    const times = all.map((): number[] => []);
    const resident = all.map((): number[] => []);
    for (const contestant of all) await perform(contestant, stage); // Fills the disk cache.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let turn = 0; turn < all.length; turn += 1) {
        const index = (round + turn) % all.length;
        times[index]?.push((await perform(all[index]!, stage)).firstDeliveryMs);
      }
    }
    for (let round = 0; round < MEMORY_ROUNDS; round += 1) {
      await Promise.all(
        all.map(async (contestant, index) => {
          const { residentMb } = await perform(contestant, stage, LIFE_MS);
          if (residentMb !== undefined) resident[index]?.push(residentMb);
        }),
      );
    }
    const last = all.length - 1;
    printTable(
      [
        'median (least–most)',
        'first delivery ms',
        'ratio',
        `RSS MB after ${LIFE_MS / 1000} s`,
        'ratio',
      ],
      all.map(({ label }, index) => [
        label,
        showSpread(spreadOf(times[index]!)),
        ratio(times[index]!, times[last]!),
        showSpread(spreadOf(resident[index]!), 1),
        ratio(resident[index]!, resident[last]!),
      ]),
    );
    console.log(
      `  ${ROUNDS} rounds for the time, ${MEMORY_ROUNDS} for the memory; ratios to the peer (aims: time ≤ 1.0, memory ≤ 1.4). ` +
        'The peer speaks only HTTPS to Share and verifies no certificate; the site is HTTP for all.',
    );
  } finally {
    await stage.stop();
  }
}

function ratio(own: readonly number[], peer: readonly number[]): string {
  const ratios = own.map((value, round) => value / (peer[round] ?? Number.NaN));
  return showSpread(spreadOf(ratios), 2);
}
