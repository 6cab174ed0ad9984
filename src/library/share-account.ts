import type { StateSlot } from '../domain/state-slot.ts';
import { MINUTE_MS, type EpochMs } from '../domain/instant.ts';
import type { LagSample } from '../pipeline/lag-belief.ts';
import type { Clock } from '../platform/clock.ts';
import { keyedFingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Random } from '../platform/random.ts';
import { systemStrongRandom } from '../platform/strong-random.ts';
import { connectShare, shareSourceOn, translate } from '../sources/dexcom/share/index.ts';
import type { ShareOptions } from '../sources/dexcom/share/options.ts';
import { serverAddress } from '../sources/dexcom/share/server-address.ts';
import { createAccountGuard } from './account-guard.ts';
import type { CallOptions } from './call-options.ts';
import { DexcomError } from './dexcom-error.ts';
import { followReadings } from './follow-readings.ts';
import type { FollowedReadings } from './followed-readings.ts';
import type { FollowRequest } from './read-follow-options.ts';
import type { GlucoseReading } from './glucose-reading.ts';
import { partFuture } from './part-future.ts';
import type { FollowStatus } from './share-options.ts';
import type { SkippedRecord } from './skipped-record.ts';
import { createStoppable } from './stoppable.ts';
import { toGlucoseReading } from './to-record.ts';
import { createWakeableWait } from './wakeable-wait.ts';

/** What one account’s client is made of. */
export interface ShareAccountParts {
  readonly options: ShareOptions;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly skipped: (record: SkippedRecord) => void;
}

/** How much is asked for; checked. */
export interface Span {
  readonly minutes: number;
  readonly maxCount: number;
}

/** Share for one account. A refused login is remembered: no call after it reaches Dexcom. */
export interface ShareAccount {
  accountId(): string | undefined;
  login(call: CallOptions): Promise<string>;
  /** Logs in anew. */
  prove(call: CallOptions): Promise<string>;
  /** Oldest first. */
  readings(span: Span, call: CallOptions): Promise<GlucoseReading[]>;
  /** The newest reading of the last minutes, by Dexcom’s clock. */
  newest(minutes: number, call: CallOptions): Promise<GlucoseReading | undefined>;
  /** As they came. */
  records(span: Span, call: CallOptions): Promise<unknown[]>;
  follow(request: FollowRequest): FollowedReadings;
  close(): void;
}

/** Enough to pass over records that cannot be read. */
const MOST_RECORDS = 288;

/** @throws DexcomError `share.bad_url` */
export function createShareAccount(parts: ShareAccountParts): ShareAccount {
  const { options, http, clock, random, skipped } = parts;
  const guard = createAccountGuard(hostOf(options));
  const fingerprint = keyedFingerprint(systemStrongRandom.token());
  const connection = connectShare({ options, http, clock, session: noSlot(), fingerprint });
  const source = shareSourceOn(connection, fingerprint);
  let refusal: DexcomError | undefined;
  let samples: readonly LagSample[] = [];
  let underWay = 0;

  function run<T>(call: CallOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return guard.run(call, async (signal) => {
      if (refusal !== undefined) throw refusal;
      underWay += 1;
      try {
        return await work(signal);
      } catch (thrown) {
        throw remembered(thrown);
      } finally {
        underWay -= 1;
      }
    });
  }

  function remembered(thrown: unknown): unknown {
    const error = guard.worded(thrown);
    if (error instanceof DexcomError && error.kind === 'credentials') refusal = error;
    return error;
  }

  async function read(span: Span, signal: AbortSignal) {
    const answer = await connection.read(() => span, signal);
    const now: EpochMs = answer.serverTime ?? answer.serverNow;
    const { observations, skipped: unreadable } = translate(answer.records);
    const { present, future } = partFuture(observations, now);
    for (const record of [...unreadable, ...future]) skipped(record);
    return { readings: present, passedOver: unreadable.length + future.length, now };
  }

  return {
    accountId: () => connection.accountId(),
    login: (call) =>
      run(call, async (signal) => {
        await connection.logIn(signal);
        return connection.accountId() ?? '';
      }),
    prove: (call) =>
      run(call, async (signal) => {
        await connection.logInAnew(signal);
        return connection.accountId() ?? '';
      }),
    readings: (span, call) =>
      run(call, async (signal) => (await read(span, signal)).readings.map(toGlucoseReading)),
    newest: (minutes, call) =>
      run(call, async (signal) => {
        const first = await read({ minutes, maxCount: 1 }, signal);
        const { readings, now } =
          first.readings.length === 0 && first.passedOver > 0
            ? await read({ minutes, maxCount: MOST_RECORDS }, signal)
            : first;
        const newest = readings.at(-1);
        // Dexcom counts the minutes; that it did is looked at all the same, for an old value must not pass for a current one.
        const isOld = newest === undefined || now - newest.systemTime > minutes * MINUTE_MS;
        return isOld ? undefined : toGlucoseReading(newest);
      }),
    records: (span, call) =>
      run(call, async (signal) => [...(await connection.read(() => span, signal)).records]),
    follow(request) {
      guard.demandOpen();
      const wait = createWakeableWait(clock);
      const { signal, tell } = request;
      const said = (status: FollowStatus) => tell(status);
      const work = async function* (stop: AbortSignal) {
        if (refusal !== undefined) throw refusal;
        underWay += 1;
        try {
          yield* followReadings(
            {
              ...request,
              source,
              clock,
              random,
              wait,
              samples,
              tell: {
                asking: () => said({ state: 'asking' }),
                waiting: (until) => said({ state: 'waiting', until }),
                retrying: (until, failure) =>
                  said({ state: 'retrying', until, error: guard.worded(failure) as DexcomError }),
                learned: (learned) => void (samples = learned),
                skipped,
              },
            },
            stop,
          );
        } catch (thrown) {
          throw remembered(thrown);
        } finally {
          underWay -= 1;
        }
        return undefined;
      };
      const stoppable = createStoppable(
        work,
        signal === undefined ? [guard.closing] : [guard.closing, signal],
        () => {
          if (underWay === 0) http.close();
        },
      );
      return Object.assign(stoppable, { askNow: () => wait.wake() });
    },
    close() {
      guard.close();
      http.close();
    },
  };
}

/** The session lives as long as the client. */
function noSlot(): StateSlot {
  return {
    read: async () => undefined,
    write: async () => undefined,
    clear: async () => undefined,
    swap: async () => true,
  };
}

function hostOf(options: ShareOptions): string {
  return new URL(serverAddress(options.region, options.serverUrl).shown).host;
}
