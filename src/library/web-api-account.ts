import { epochMs, type EpochMs } from '../domain/instant.ts';
import type { Observation } from '../domain/record.ts';
import type { Clock } from '../platform/clock.ts';
import { keyedFingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Random } from '../platform/random.ts';
import { systemStrongRandom } from '../platform/strong-random.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import type { HeldSpans, HistoryList } from '../sources/history-source.ts';
import {
  connectWebApi,
  createWebApiAuthorisation,
  webApiSourceOn,
  type CallBudgets,
} from '../sources/dexcom/web-api/index.ts';
import type { WebApiOptions } from '../sources/dexcom/web-api/options.ts';
import { createAccountGuard } from './account-guard.ts';
import type { CallOptions } from './call-options.ts';
import { DexcomError } from './dexcom-error.ts';
import type { Period } from './read-web-api-options.ts';
import type { SkippedRecord } from './skipped-record.ts';
import { createStoppable, type Stoppable } from './stoppable.ts';
import { storeSlots } from './store-slots.ts';
import type { TokenStore } from './token-store.ts';
import { walkHistory } from './walk-history.ts';

/** What one person’s client is made of. */
export interface WebApiAccountParts {
  readonly options: WebApiOptions;
  readonly store: TokenStore;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  /** One for all clients of an application. */
  readonly budgets: CallBudgets;
  readonly skipped: (record: SkippedRecord) => void;
}

/** The Web API for one person. */
export interface WebApiAccount {
  loginUrl(state: string): string;
  /** @throws DexcomError `web-api.redirect_…` */
  codeOf(redirectedTo: string, state: string): string;
  /** Runs to its end whatever is aborted: a code is good once. */
  exchange(code: string): Promise<void>;
  isAuthorized(): Promise<boolean>;
  refresh(call: CallOptions): Promise<void>;
  held(call: CallOptions): Promise<HeldSpans>;
  devices(call: CallOptions): Promise<readonly Observation[]>;
  walk<T>(list: HistoryList, period: Period, translate: (record: Observation) => T): Stoppable<T>;
  close(): Promise<void>;
}

/** Refusals after which Dexcom is not asked again until somebody has given permission. */
const FINAL = new Set<string>([
  'web-api.client_refused',
  'web-api.grant_dead',
  'web-api.grant_lost',
]);

/** Does nothing until asked. */
export function createWebApiAccount(parts: WebApiAccountParts): WebApiAccount {
  const { options, http, clock, random, budgets, skipped } = parts;
  const guard = createAccountGuard(new URL(options.baseUrl).host);
  const slot = storeSlots(parts.store);
  const [tokens, lease, urgent] = [slot('tokens'), slot('lease'), createUrgentWork()];
  const fingerprint = keyedFingerprint(systemStrongRandom.token());
  const shared = { options, http, clock, random, tokens, budgets, urgent };
  const connection = connectWebApi({ ...shared, lease });
  const source = webApiSourceOn(connection, { options, clock, fingerprint });
  const authorisation = createWebApiAuthorisation(shared);
  const { keeper } = connection;
  /** A final refusal, and the permission that it was about. */
  let refusal: { readonly error: DexcomError; readonly of: EpochMs | undefined } | undefined;

  async function demandPermitted(): Promise<void> {
    if (refusal === undefined) return;
    if ((await keeper.authorisedAt()) === refusal.of) throw refusal.error;
    refusal = undefined;
  }

  /** Runs one call; a refusal that is final is remembered. */
  async function asked<T>(work: () => Promise<T>): Promise<T> {
    await demandPermitted();
    try {
      return await work();
    } catch (thrown) {
      const error = guard.worded(thrown);
      if (error instanceof DexcomError && FINAL.has(error.code)) {
        refusal = { error, of: await keeper.authorisedAt().catch(() => undefined) };
      }
      throw error;
    }
  }

  async function periodOf(
    list: HistoryList,
    { from, to }: Period,
    signal: AbortSignal,
  ): Promise<{ readonly from: EpochMs; readonly to: EpochMs } | undefined> {
    if (from !== undefined) return { from, to: to ?? clock.now() };
    const { spans } = await source.held(signal);
    const known = spans[list];
    const all = Object.values(spans);
    const starts = known === undefined ? all.map(({ start }) => start) : [known.start];
    // A list that dataRange tells nothing of may hold what the others hold; one that it tells to be empty is.
    const isUntold = list === 'alerts';
    if (starts.length === 0 || (known === undefined && !isUntold)) return undefined;
    const last = known === undefined ? clock.now() : epochMs(known.end + 1);
    return { from: epochMs(Math.min(...starts)), to: to ?? last };
  }

  return {
    loginUrl: (state) => authorisation.loginUrl(state),
    codeOf(redirectedTo, state) {
      try {
        return authorisation.readRedirect(redirectedTo, state).code;
      } catch (thrown) {
        throw guard.worded(thrown);
      }
    },
    exchange: (code) =>
      guard.run({}, async () => {
        await authorisation.complete(code);
        refusal = undefined;
      }),
    isAuthorized: async () => (await keeper.authorisedAt()) !== undefined,
    refresh: (call) =>
      guard.run(call, (signal) =>
        asked(async () => {
          await keeper.renew(await keeper.current(signal), signal);
        }),
      ),
    held: (call) => guard.run(call, (signal) => asked(() => source.held(signal))),
    devices: (call) =>
      guard.run(call, (signal) =>
        asked(async () => {
          const now = clock.now();
          const batch = await source.fetch('devices', { from: now, to: now }, signal);
          for (const record of batch.skipped) skipped(record);
          return batch.observations;
        }),
      ),
    walk(list, period, translate) {
      guard.demandOpen();
      const work = async function* (signal: AbortSignal) {
        try {
          signal.throwIfAborted();
          const span = await asked(() => periodOf(list, period, signal));
          if (span === undefined) return undefined;
          const tell = {
            skipped,
            retrying: (until: EpochMs, failure: unknown) =>
              period.onRetry({ until, error: guard.worded(failure) as DexcomError }),
          };
          const { retries } = period;
          const walk = walkHistory({ list, source, clock, random, retries, ...span, tell }, signal);
          for (;;) {
            const step = await asked(() => walk.next());
            if (step.done === true) return undefined;
            yield translate(step.value);
          }
        } catch (thrown) {
          throw guard.worded(thrown);
        }
      };
      const { signal } = period;
      return createStoppable(
        work,
        signal === undefined ? [guard.closing] : [guard.closing, signal],
      );
    },
    async close() {
      guard.close();
      await urgent.settled();
      await keeper.close();
      http.close();
    },
  };
}
