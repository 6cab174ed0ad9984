import { systemClock } from '../platform/clock.ts';
import { createHttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { CallOptions } from './call-options.ts';
import { checkOptions, checkWhole } from './check-argument.ts';
import { DexcomError } from './dexcom-error.ts';
import type { FollowedReadings } from './followed-readings.ts';
import type { GlucoseReading } from './glucose-reading.ts';
import { readFollowOptions } from './read-follow-options.ts';
import { readShareOptions } from './read-share-options.ts';
import { createShareAccount, type ShareAccount, type Span } from './share-account.ts';
import type {
  FollowOptions,
  LoginVerdict,
  ReadingsOptions,
  ShareClientOptions,
} from './share-options.ts';

const DAY_MINUTES = 1_440;
const MOST_RECORDS = 288;
/** A reading that is older is none of now. */
const CURRENT_MINUTES = 10;

/**
 * Dexcom Share for one person: the newest readings, within a minute of their measurement, of the last day.
 *
 * It logs in with the first call, keeps the session, and logs in again, once, when Dexcom has dropped it. A refused login throws
 * and is never repeated: every call after it throws the same without asking Dexcom, which locks an account after a few.
 * Every method but `follow` rejects with a {@link DexcomError}, or with the reason of the signal it was given.
 *
 * @example
 * ```ts
 * const client = new ShareClient({ username: 'someone', password: '…', region: 'ous' });
 * const reading = await client.currentReading();
 * ```
 */
export class ShareClient {
  readonly #account: ShareAccount;
  readonly #username: string | undefined;

  /**
   * Does nothing yet.
   * @throws {@link DexcomError} `library.invalid_argument`
   */
  constructor(options: ShareClientOptions) {
    const read = readShareOptions(options);
    const { onCall, onSkipped } = options;
    this.#username = options.username;
    this.#account = createShareAccount({
      options: read,
      http: createHttpClient(USER_AGENT, onCall === undefined ? {} : { onCall }),
      clock: systemClock,
      random: systemRandom,
      skipped: (record) => onSkipped?.(record),
    });
  }

  /** The user name it was made with; undefined where it was made with an account id. */
  get username(): string | undefined {
    return this.#username;
  }

  /** UUID of the Dexcom account, once it is known. Kept and given as `accountId` it spares the next client a call. */
  get accountId(): string | undefined {
    return this.#account.accountId();
  }

  /** Logs in, unless that was done; gives the account id. There is no need to call it. */
  async login(options: CallOptions = {}): Promise<string> {
    checkOptions(options, ['signal']);
    return this.#account.login(options);
  }

  /**
   * Tries the login, always at Dexcom: one call, two where the account id is not known. Rejects where it could not be
   * tried.
   */
  async verifyLogin(options: CallOptions = {}): Promise<LoginVerdict> {
    checkOptions(options, ['signal']);
    try {
      return { ok: true, accountId: await this.#account.prove(options) };
    } catch (thrown) {
      if (thrown instanceof DexcomError && thrown.kind === 'credentials') {
        return { ok: false, error: thrown };
      }
      throw thrown;
    }
  }

  /**
   * The readings of the last minutes, oldest first, each as Dexcom holds it: a phone and a watch that both upload give each
   * reading twice. Empty where Share holds none.
   */
  async readings(options: ReadingsOptions = {}): Promise<GlucoseReading[]> {
    return this.#account.readings(readSpan(options), options);
  }

  /** The newest reading of the last 24 hours; look at its `time`. */
  async latestReading(options: CallOptions = {}): Promise<GlucoseReading | undefined> {
    checkOptions(options, ['signal']);
    return this.#account.newest(DAY_MINUTES, options);
  }

  /** The newest reading, if it is not older than 10 minutes by Dexcom’s clock. */
  async currentReading(options: CallOptions = {}): Promise<GlucoseReading | undefined> {
    checkOptions(options, ['signal']);
    return this.#account.newest(CURRENT_MINUTES, options);
  }

  /** The records as Dexcom sent them, newest first, unread: for diagnosis, and for fields that this package does not know. */
  async rawRecords(options: ReadingsOptions = {}): Promise<unknown[]> {
    return this.#account.records(readSpan(options), options);
  }

  /**
   * New readings as they appear, each once, for `for await`. It learns when a reading appears after it was measured and asks
   * then: about one and a half times a reading. What was missed in between, by the network or by a slow loop, is fetched with
   * the next call. Faults that pass are waited out (`onStatus` hears of them); a refused login throws.
   *
   * The order is that of system time, except for readings that Dexcom itself shows late: they come when they appear, with
   * `isLate` true, unless `late` is `skip`.
   *
   * It ends, without an error, when its signal is aborted, the loop is left, or the client is closed, and then closes its
   * connections. Follow once for each account: two followers ask twice.
   *
   * @throws {@link DexcomError} `library.invalid_argument`, `library.closed`
   */
  follow(options: FollowOptions = {}): FollowedReadings {
    return this.#account.follow(readFollowOptions(options));
  }

  /** Ends what is under way (calls reject with `library.closed`, followers end) and closes the connections. For good. */
  async close(): Promise<void> {
    this.#account.close();
  }

  /** The same, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function readSpan(options: ReadingsOptions): Span {
  checkOptions(options, ['signal', 'minutes', 'maxCount']);
  const { minutes = DAY_MINUTES, maxCount = MOST_RECORDS } = options;
  return {
    minutes: checkWhole('minutes', minutes, 1, DAY_MINUTES),
    maxCount: checkWhole('maxCount', maxCount, 1, MOST_RECORDS),
  };
}
