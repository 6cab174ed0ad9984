import type { Alert } from '../domain/alert.ts';
import type { Calibration } from '../domain/calibration.ts';
import type { Device } from '../domain/device.ts';
import type { Reading } from '../domain/reading.ts';
import type { Observation } from '../domain/record.ts';
import type { UserEvent } from '../domain/user-event.ts';
import { systemClock } from '../platform/clock.ts';
import { createHttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import { USER_AGENT } from '../platform/version.ts';
import { createCallBudgets, newState, type CallBudgets } from '../sources/dexcom/web-api/index.ts';
import type { CallOptions } from './call-options.ts';
import { checkOptions, checkText } from './check-argument.ts';
import type { DeviceRecord } from './device-record.ts';
import type { GlucoseReading } from './glucose-reading.ts';
import type { AlertRecord, CalibrationRecord, EventRecord } from './history-records.ts';
import { readPeriod, readWebApiOptions } from './read-web-api-options.ts';
import {
  toAlertRecord,
  toCalibrationRecord,
  toDeviceRecord,
  toEventRecord,
  toGlucoseReading,
} from './to-record.ts';
import { MemoryTokenStore, type TokenStore } from './token-store.ts';
import { createWebApiAccount, type WebApiAccount } from './web-api-account.ts';
import type {
  AuthorizationRequest,
  DataRange,
  PeriodOptions,
  WebApiClientOptions,
} from './web-api-options.ts';

/**
 * Dexcom’s official Web API v3 for one person: history, one to three hours late, and what Share lacks.
 *
 * Once a person has given permission, tokens are renewed when they are needed, once for all calls that need it, and the new pair
 * is in the store before it is used. Dexcom’s limit of calls is kept: after a refusal for too many, no call is made until the
 * instant that Dexcom named. Methods reject with a {@link DexcomError}, with the reason of the signal they were given,
 * or with what the token store threw.
 */
export class WebApiClient {
  readonly #options: WebApiClientOptions;
  #budgets: CallBudgets;
  #account: WebApiAccount;

  /**
   * Does nothing yet.
   * @throws {@link DexcomError} `library.invalid_argument`
   */
  constructor(options: WebApiClientOptions) {
    this.#options = { ...options };
    this.#budgets = createCallBudgets(systemClock, systemRandom);
    this.#account = this.#open();
  }

  #open(): WebApiAccount {
    const { onCall, onSkipped, store = new MemoryTokenStore() } = this.#options;
    return createWebApiAccount({
      options: readWebApiOptions(this.#options),
      store,
      http: createHttpClient(USER_AGENT, onCall === undefined ? {} : { onCall }),
      clock: systemClock,
      random: systemRandom,
      budgets: this.#budgets,
      skipped: (record) => onSkipped?.(record),
    });
  }

  /** A client for another person of the same application: Dexcom counts the calls of both together, and so do they. */
  forPerson(store: TokenStore): WebApiClient {
    const other = new WebApiClient({ ...this.#options, store });
    other.#budgets = this.#budgets;
    other.#account = other.#open();
    return other;
  }

  /**
   * Where to send the person’s browser to give permission.
   * @param state a secret of this one login; a new one is made unless given
   */
  authorizationUrl(state: string = newState()): AuthorizationRequest {
    return { url: this.#account.loginUrl(checkText('state', state)), state };
  }

  /**
   * Takes the address that Dexcom sent the browser to (whole, or from its path or `?` on), sees that it belongs to this login, and
   * exchanges its code for tokens, which are in the store when this resolves. It is not cut off by anything: a code is good once.
   */
  async exchangeRedirect(redirectedTo: string, state: string): Promise<void> {
    const url = checkText('redirectedTo', redirectedTo);
    await this.exchangeCode(this.#account.codeOf(url, checkText('state', state)));
  }

  /** The same with the code alone, where you have compared the state yourself. */
  async exchangeCode(code: string): Promise<void> {
    await this.#account.exchange(checkText('code', code));
  }

  /** Whether the store holds tokens; whether Dexcom still takes them, only a call tells. */
  async isAuthorized(): Promise<boolean> {
    return this.#account.isAuthorized();
  }

  /** Renews the tokens now. There is no need to: every call does so where they are about to end. */
  async refresh(options: CallOptions = {}): Promise<void> {
    checkOptions(options, ['signal']);
    await this.#account.refresh(options);
  }

  /** From when to when Dexcom holds data of the person. */
  async dataRange(options: CallOptions = {}): Promise<DataRange> {
    checkOptions(options, ['signal']);
    const { egvs, events, calibrations } = (await this.#account.held(options)).spans;
    return {
      ...(egvs === undefined ? {} : { egvs }),
      ...(events === undefined ? {} : { events }),
      ...(calibrations === undefined ? {} : { calibrations }),
    };
  }

  /**
   * Glucose readings of a period of any length, oldest first, for `for await`. Failures that pass are waited out a few times.
   * What throws in the middle means that the rest was not read; so does an abort, which throws the signal’s reason.
   * @throws {@link DexcomError} `library.invalid_argument`, `library.closed`, at once; others from the loop
   */
  egvs(period: PeriodOptions = {}): AsyncIterableIterator<GlucoseReading> {
    return this.#account.walk('egvs', readPeriod(period), (record) =>
      toGlucoseReading(record as Observation<Reading>),
    );
  }

  /** What the person wrote down, by the time at which it happened; those since deleted too. As `egvs`. */
  events(period: PeriodOptions = {}): AsyncIterableIterator<EventRecord> {
    return this.#account.walk('events', readPeriod(period), (record) =>
      toEventRecord(record as Observation<UserEvent>),
    );
  }

  /** Fingersticks by which the sensor was adjusted. As `egvs`. */
  calibrations(period: PeriodOptions = {}): AsyncIterableIterator<CalibrationRecord> {
    return this.#account.walk('calibrations', readPeriod(period), (record) =>
      toCalibrationRecord(record as Observation<Calibration>),
    );
  }

  /** Changes of state of Dexcom’s alarms. As `egvs`. */
  alerts(period: PeriodOptions = {}): AsyncIterableIterator<AlertRecord> {
    return this.#account.walk('alerts', readPeriod(period), (record) =>
      toAlertRecord(record as Observation<Alert>),
    );
  }

  /** The phones and receivers of the person with the settings of their alerts, as they are now. */
  async devices(options: CallOptions = {}): Promise<DeviceRecord[]> {
    checkOptions(options, ['signal']);
    const records = await this.#account.devices(options);
    return records.map((record) => toDeviceRecord(record as Observation<Device>));
  }

  /**
   * Ends what is under way (with `library.closed`), waits for a renewal of tokens that must not be cut off, and closes the
   * connections. For good.
   */
  async close(): Promise<void> {
    await this.#account.close();
  }

  /** The same, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
