import { inspect } from 'node:util';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs, HOUR_MS } from '../../src/domain/instant.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createUrgentWork, type UrgentWork } from '../../src/platform/urgent-work.ts';
import type { HistoryList, HistorySource } from '../../src/sources/history-source.ts';
import type { SourceBatch } from '../../src/sources/source.ts';
import { createCallBudgets, createWebApiSource } from '../../src/sources/dexcom/web-api/index.ts';
import type { WebApiOptions } from '../../src/sources/dexcom/web-api/options.ts';
import { encodeTokens, type TokenRecord } from '../../src/sources/dexcom/web-api/token-record.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { MemorySlot } from './memory-slot.ts';
import { startWebApiStub, tokenText, type WebApiStub } from './web-api-stub.ts';

export const CLIENT_ID = 'AbCdEfGh12345678';
export const CLIENT_SECRET = 's3cr3t-Xy0 &=+%';

/** A Web API source with a server of its own, a clock that goes only when told, and slots in memory. */
export interface WebApiRig {
  readonly stub: WebApiStub;
  readonly clock: FakeClock;
  readonly tokens: MemorySlot;
  readonly lease: MemorySlot;
  readonly urgent: UrgentWork;
  readonly options: WebApiOptions;
  readonly source: HistorySource;
  /** Another source on the same server and slots: another process, or the same after a restart. */
  another(change?: Partial<WebApiOptions>): HistorySource;
  /** Puts these tokens into the slot; without a word those that are good now, for two hours more. */
  store(change?: Partial<TokenRecord>): void;
  /** As `store`, of tokens that have run out. */
  storeOutworn(): void;
  fetch(source?: HistorySource, list?: HistoryList): Promise<SourceBatch>;
  /** Fetches and gives the failure; fails when there is none. */
  refusal(source?: HistorySource, list?: HistoryList): Promise<BridgeFailure>;
  /** Lets time pass until the work has settled. */
  whilePassing<T>(work: Promise<T>, stepMs?: number): Promise<T>;
  close(): Promise<void>;
}

/** Starts one, with good tokens stored. */
export async function startWebApiRig(): Promise<WebApiRig> {
  const stub = await startWebApiStub();
  const http = createHttpClient('bridge-test/1');
  const clock = new FakeClock();
  const random = seededRandom(7);
  const tokens = new MemorySlot();
  const lease = new MemorySlot();
  const urgent = createUrgentWork();
  const options: WebApiOptions = {
    baseUrl: stub.url,
    environment: 'custom',
    clientId: CLIENT_ID,
    clientSecret: new Secret(CLIENT_SECRET),
    redirectUri: 'http://localhost:17581/callback',
  };
  const budgets = createCallBudgets(clock, random);
  const another = (change: Partial<WebApiOptions> = {}) =>
    createWebApiSource({
      options: { ...options, ...change },
      http,
      clock,
      random,
      tokens,
      lease,
      fingerprint: keyedFingerprint('test key'),
      budgets,
      urgent,
    });
  const source = another();
  const rig: WebApiRig = {
    stub,
    clock,
    tokens,
    lease,
    urgent,
    options,
    source,
    another,
    store(change = {}) {
      const now = clock.now();
      tokens.content = encodeTokens({
        baseUrl: stub.url,
        clientId: CLIENT_ID,
        accessToken: new Secret(stub.live.access),
        refreshToken: new Secret(stub.live.refresh),
        obtainedAt: now,
        expiresAt: epochMs(now + 2 * HOUR_MS),
        authorisedAt: now,
        ...change,
      });
    },
    storeOutworn() {
      const now = clock.now();
      rig.store({ obtainedAt: epochMs(now - 3 * HOUR_MS), expiresAt: epochMs(now - HOUR_MS) });
    },
    fetch: (from = source, list = 'egvs') =>
      from.fetch(
        list,
        { from: epochMs(clock.now() - 6 * HOUR_MS), to: clock.now() },
        new AbortController().signal,
      ),
    async refusal(from, list) {
      const thrown: unknown = await rig.whilePassing(rig.fetch(from, list)).then(
        () => new Error('no failure'),
        (reason: unknown) => reason,
      );
      if (thrown instanceof BridgeFailure) return thrown;
      throw new Error(`no BridgeFailure but ${inspect(thrown)}`);
    },
    async whilePassing(work, stepMs = 500) {
      const state = { isDone: false };
      const done = () => void (state.isDone = true);
      work.then(done, done);
      while (!state.isDone) {
        await settle();
        if (clock.sleeping > 0) await clock.advance(stepMs);
      }
      return work;
    },
    async close() {
      http.close();
      await stub.close();
    },
  };
  rig.store();
  return rig;
}

/** Every text that must not be seen in a failure or a log. */
export function secretsOf(): readonly string[] {
  const numbers = [0, 1, 2, 3, 4, 5, 6];
  return [
    CLIENT_SECRET,
    encodeURIComponent(CLIENT_SECRET),
    new URLSearchParams({ s: CLIENT_SECRET }).toString().slice(2),
    ...numbers.flatMap((number) => [tokenText('access', number), tokenText('refresh', number)]),
  ];
}

/** However it may be printed. */
export function printed(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? '') : '';
  return `${stack}${JSON.stringify(thrown)}${inspect(thrown, { depth: 20, showHidden: true })}`;
}
