import { createHash } from 'node:crypto';
import type { BridgeProcess } from '../process/bridge-process.ts';

/** Settings of a bridge that has no Nightscout: the feed is all there is. */
export const WITHOUT_NIGHTSCOUT = { NIGHTSCOUT_URL: '', NIGHTSCOUT_API_SECRET: '' };

/** A row of the feed, or of whatever answers with rows. */
export type FeedRow = Readonly<Record<string, unknown>>;

/** Where a bridge can be read on this machine, without a slash at the end; waits until it listens. */
export async function addressOf(bridge: BridgeProcess): Promise<string> {
  const { address } = await bridge.fact(({ event }) => event === 'bridge.listening', 30_000);
  return String(address).replace(/\/\/(0\.0\.0\.0|\[::\]):/, '//127.0.0.1:');
}

/** Once everything that Share shows has been recorded and the bridge listens. */
export async function readableAt(bridge: BridgeProcess): Promise<string> {
  await bridge.fact(({ event }) => event === 'source.polled', 30_000);
  return addressOf(bridge);
}

/** What a JSON resource says; it must be there. */
export async function readJson<T>(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<T> {
  const answer = await fetch(url, { headers });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as T;
}

/** As Nightscout’s clients send a secret. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
