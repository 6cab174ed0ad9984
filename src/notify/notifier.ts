import { asFailure, type BridgeFailure } from '../domain/failure.ts';
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import { backoffMs, type Backoff } from '../platform/backoff.ts';
import type { Clock } from '../platform/clock.ts';
import type { Display } from '../platform/display.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Random } from '../platform/random.ts';
import type { Emit } from '../telemetry/events.ts';
import { createRedactor } from '../telemetry/redaction.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import type { Notice } from './notice.ts';
import { sendNotice } from './send-notice.ts';
import type { NoticeTarget } from './target.ts';
import { createToldBook, owed } from './told.ts';
import type { Subject, Trouble } from './trouble.ts';
import { createWatch } from './watch.ts';
import { wordTrouble, wordWell, type NoticeWords } from './word-notice.ts';

/** What notices need. */
export interface NotifierOptions {
  readonly target: NoticeTarget;
  /** How long without a new reading counts as stopped, in ms. */
  readonly afterMs: number;
  /** What is configured; events of anything else are passed over. */
  readonly accounts: readonly StatusParts[];
  /** The newest reading that is held of an account, asked once when it begins. */
  readonly newest: (account: string) => Promise<Reading | undefined>;
  /** Where it is kept what people were told; only this notifier uses it. */
  readonly slot: StateSlot;
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Text of every secret in the configuration, for masking. */
  readonly secrets: readonly string[];
  /** How glucose is shown; missing where notices may not name it. */
  readonly glucose?: Display['units'];
}

/** Tells people when something stops and when it is well again, once each. */
export interface Notifier {
  /** Hears every event; never throws and never waits. */
  readonly note: Emit;
  /** Looks and sends until the signal is aborted. Never rejects: a receiver that is away disturbs nothing. */
  run(signal: AbortSignal): Promise<void>;
}

/** How often it looks. */
const LOOK_MS = 15 * SECOND_MS;
/** Between two notices: chat services take about one a second. */
const BETWEEN_MS = 2 * SECOND_MS;
/** A look that comes this late means that this machine slept. */
const SLEPT_MS = 2 * MINUTE_MS;
/** So long a store that cannot be read is waited for, before everything counts as not told. */
const STORE_PATIENCE_MS = 10 * MINUTE_MS;

const TRANSIENT: Backoff = { firstMs: 10 * SECOND_MS, longestMs: 10 * MINUTE_MS };
const THROTTLED: Backoff = { firstMs: 5 * MINUTE_MS, longestMs: HOUR_MS };
/** A receiver that refuses does so until a person acts: it is not asked the same over and over. */
const REFUSED: Backoff = { firstMs: 2 * HOUR_MS, longestMs: 12 * HOUR_MS };

/**
 * There is no queue: what is owed is the difference between what is and what was told. So a notice that could not be sent in
 * time is replaced by what is true now, and nothing is told twice.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { target, clock, random, emit, accounts } = options;
  const watch = createWatch(clock, accounts, options.afterMs);
  const book = createToldBook(
    options.slot,
    watch.look().map(([subject]) => subject),
  );
  const tools = { http: options.http, clock, redact: createRedactor(options.secrets) };
  const names = accounts.length > 1 || accounts[0]?.name !== 'default';
  let failures = 0;
  let notBefore: EpochMs = clock.now();
  /** Told in the log, until a notice goes out. */
  let loggedCode: string | undefined;

  function wordsFor({ account }: Subject): NoticeWords {
    const { glucose } = options;
    const words = { now: clock.now(), names, newest: watch.newest(account) };
    return glucose === undefined ? words : { ...words, glucose };
  }

  /** The weightiest thing that people do not know yet. */
  function next():
    { readonly subject: Subject; readonly notice: Notice; readonly trouble?: Trouble } | undefined {
    for (const [subject, condition] of watch.look()) {
      const debt = owed(book.of(subject), condition);
      if (debt === undefined) continue;
      const words = wordsFor(subject);
      if (debt.tell === 'well') {
        return { subject, notice: wordWell(subject, debt.over, debt.isProven, words) };
      }
      const { trouble } = debt;
      return { subject, notice: wordTrouble(subject, trouble, words), trouble };
    }
    return undefined;
  }

  /** Sends what is owed, one after the other. */
  async function settle(signal: AbortSignal): Promise<void> {
    for (let due = next(); due !== undefined && clock.now() >= notBefore; due = next()) {
      const { subject, notice, trouble } = due;
      try {
        await sendNotice(notice, target, tools, signal);
      } catch (thrown) {
        if (signal.aborted) return;
        missed(asFailure(thrown));
        return;
      }
      failures = 0;
      loggedCode = undefined;
      // Also when a stop was asked for meanwhile: it was sent.
      await book.tell(subject, trouble);
      const { type, part } = notice;
      const { account } = subject;
      emit({ type: 'notify.sent', account, notice: type, ...(part === undefined ? {} : { part }) });
      await clock.sleep(BETWEEN_MS, signal);
    }
  }

  function missed(failure: BridgeFailure): void {
    failures += 1;
    const now = clock.now();
    const ownAt = now + backoffMs(failures, patienceWith(failure), random);
    // A wish that was granted and did not help is no longer the only guide.
    const wish = failure.retryAt ?? ownAt;
    notBefore = epochMs(failures <= 2 ? wish : Math.max(wish, ownAt));
    if (loggedCode === failure.code) return;
    loggedCode = failure.code;
    emit({ type: 'notify.failed', failure, retryAt: notBefore });
  }

  /** Learns what was told and what the journal holds; what cannot be read is waited for a while. */
  async function begin(signal: AbortSignal): Promise<void> {
    const giveUpAt = clock.now() + STORE_PATIENCE_MS;
    const learn = async (read: () => Promise<void>): Promise<void> => {
      for (;;) {
        try {
          await read();
          return;
        } catch {
          if (clock.now() >= giveUpAt) return;
          await clock.sleep(LOOK_MS, signal);
        }
      }
    };
    const readNewest = (account: string) => async () => {
      const reading = await options.newest(account);
      if (reading !== undefined) watch.known(account, reading);
    };
    await Promise.all([
      learn(() => book.open()),
      ...accounts.map(({ name }) => learn(readNewest(name))),
    ]);
  }

  async function look(signal: AbortSignal): Promise<void> {
    await begin(signal);
    for (;;) {
      await settle(signal);
      const before = clock.now();
      await clock.sleep(LOOK_MS, signal);
      if (clock.now() - before > SLEPT_MS) watch.beginAgain();
      await book.catchUp();
    }
  }

  return {
    note: watch.note,
    async run(signal) {
      const isStopped = () => signal.aborted;
      while (!isStopped()) {
        try {
          await look(signal);
        } catch (thrown) {
          if (isStopped()) return;
          // A fault of the notices themselves: told, and tried again; glucose goes on.
          missed(asFailure(thrown));
          await clock.sleep(MINUTE_MS, signal).catch(() => undefined);
        }
      }
    },
  };
}

function patienceWith({ kind }: BridgeFailure): Backoff {
  switch (kind) {
    case 'transient':
      return TRANSIENT;
    case 'throttled':
      return THROTTLED;
    case 'credentials':
    case 'config':
    case 'refused':
    case 'bug':
      return REFUSED;
  }
}
