import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { epochMs } from '../../src/domain/instant.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { startDexcomSimulator } from '../../src/simulator/index.ts';

/**
 * A simulated Web API in a process of its own, whose every answer is made once and then handed out from memory: what it
 * costs to make one weighs on nobody. Its hour stands still. Prints `ready <port> <now> <access token>`.
 */
const [days = '90', answerMs = '0'] = process.argv.slice(2);
const now = epochMs(Math.floor(Date.now() / 1_000) * 1_000);
const clock = { ...systemClock, now: () => now };
const dexcom = await startDexcomSimulator({
  clock,
  wireClock: systemClock,
  random: seededRandom(1),
  accounts: [{ name: 'anna', password: 'unused' }],
  patient: { seed: 7 },
  webApi: { product: 'g6', historyDays: Number(days) },
});
const { accessToken } = dexcom.webApi.issueTokens();
const answers = new Map<
  string,
  { readonly type: string; readonly plain: Buffer; readonly gzip: Buffer }
>();
const authorization = `Bearer ${accessToken}`;

async function answerTo(request: IncomingMessage) {
  const url = request.url ?? '/';
  const known = answers.get(url);
  if (known) return known;
  const response = await fetch(`${dexcom.url}${url}`, { headers: { authorization } });
  const plain = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${response.status} for ${url}`);
  const type = response.headers.get('content-type') ?? 'application/json';
  const made = { type, plain, gzip: gzipSync(plain) };
  answers.set(url, made);
  return made;
}

const server = createServer((request, response) => {
  void (async () => {
    const { type, plain, gzip } = await answerTo(request);
    // As a service far away takes its time.
    if (Number(answerMs) > 0)
      await systemClock.sleep(Number(answerMs), new AbortController().signal);
    const packs = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(200, {
      'content-type': type,
      ...(packs ? { 'content-encoding': 'gzip' } : {}),
      'content-length': packs ? gzip.length : plain.length,
      date: new Date(now).toUTCString(),
    });
    response.end(packs ? gzip : plain);
  })().catch((thrown: unknown) => {
    response.writeHead(500).end(String(thrown));
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`ready ${port} ${now} ${accessToken}`);
});
process.stdin.resume().on('end', () => process.exit(0));
