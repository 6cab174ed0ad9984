import { createHash } from 'node:crypto';
import type { Asked } from './load.ts';

const URL_NAME = 'BENCH_NIGHTSCOUT_URL';
const SECRET_NAME = 'BENCH_NIGHTSCOUT_SECRET';

/** A Nightscout that holds the rows of the feed, where the environment names one. */
export interface RealNightscout {
  readonly version: string;
  readonly asked: Pick<Asked, 'url' | 'headers'>;
}

/**
 * Fills the Nightscout at BENCH_NIGHTSCOUT_URL, which must be one for trying out, with the rows of the feed by its
 * BENCH_NIGHTSCOUT_SECRET, and checks that it answers with them. Undefined where none is named.
 */
export async function fillNightscout(feedUrl: string): Promise<RealNightscout | undefined> {
  const base = process.env[URL_NAME]?.replace(/\/$/, '');
  if (base === undefined || base === '') return undefined;
  const secret = process.env[SECRET_NAME];
  if (secret === undefined) throw new Error(`${URL_NAME} is set: ${SECRET_NAME} is needed too`);
  const headers = { 'api-secret': createHash('sha1').update(secret).digest('hex') };
  const newest = '/api/v1/entries.json?count=288';
  const rows = await readRows(`${feedUrl}${newest}`);
  await expectOk(
    await fetch(`${base}/api/v1/entries`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(rows.map(({ _id, mills, ...row }) => row)),
    }),
  );
  const held = await readRows(`${base}${newest}`, headers);
  const brief = (all: readonly Record<string, unknown>[]) =>
    JSON.stringify(all.map(({ date, sgv, direction }) => [date, sgv, direction]));
  if (brief(held) !== brief(rows)) {
    throw new Error(`the Nightscout at ${URL_NAME} holds newer rows of its own: empty it first`);
  }
  const status = await fetch(`${base}/api/v1/status.json`, { headers });
  const { version } = (await status.json()) as { version: string };
  return { version, asked: { url: base, headers } };
}

async function readRows(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Record<string, unknown>[]> {
  const answer = await expectOk(await fetch(url, { headers }));
  return (await answer.json()) as Record<string, unknown>[];
}

async function expectOk(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  throw new Error(`${answer.url}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
}
