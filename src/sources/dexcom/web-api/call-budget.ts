import type { BridgeFailure } from '../../../domain/failure.ts';
import { epochMs, HOUR_MS, MINUTE_MS, SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import { backoffMs, type Backoff } from '../../../platform/backoff.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Random } from '../../../platform/random.ts';
import { retryAfter } from '../../../platform/retry-after.ts';
import { webApiFailure } from './failures.ts';

/** Calls of one application, whichever of its accounts makes them: Dexcom counts them together. */
export interface CallBudget {
  /** @throws BridgeFailure `web-api.budget_spent` or `web-api.throttled` (throttled) while no call may be made */
  check(): void;
  /** Counts a call that is made now. @throws as `check` */
  take(): void;
  /** A call was answered 429: nobody calls until the instant in the failure. */
  refused(headers: Readonly<Record<string, string>>): BridgeFailure;
  /** A call went through. */
  served(): void;
}

/** The budgets of all applications; the program makes one. */
export interface CallBudgets {
  /** The same object for the same application on the same server. */
  of(baseUrl: string, clientId: string): CallBudget;
}

/** Dexcom allows 60 000 calls an application in an hour; the rest is for whatever else uses it. */
export const MOST_CALLS_AN_HOUR = 54_000;

/** Calls are counted in spans of this length; one is forgotten when it is an hour old as a whole. */
const SPAN_MS = 10 * SECOND_MS;

/** After a 429 that names no instant: at least a minute. */
const PAUSE: Backoff = { firstMs: 2 * MINUTE_MS, longestMs: HOUR_MS };

/** @param mostCallsAnHour only tests say another. */
export function createCallBudgets(
  clock: Clock,
  random: Random,
  mostCallsAnHour: number = MOST_CALLS_AN_HOUR,
): CallBudgets {
  const budgets = new Map<string, CallBudget>();
  return {
    of(baseUrl, clientId) {
      const key = JSON.stringify([baseUrl, clientId]);
      const known = budgets.get(key);
      if (known !== undefined) return known;
      const made = createCallBudget(clock, random, mostCallsAnHour);
      budgets.set(key, made);
      return made;
    },
  };
}

function createCallBudget(clock: Clock, random: Random, most: number): CallBudget {
  /** Calls by the start of their span. */
  const spans = new Map<number, number>();
  let pausedUntil: EpochMs | undefined;
  let refusals = 0;

  function forget(now: EpochMs): void {
    for (const start of spans.keys()) {
      // One that lies ahead was counted before the clock was set back; nobody knows its hour.
      if (start + SPAN_MS + HOUR_MS <= now || start > now) spans.delete(start);
    }
  }

  /** No pause is longer than an hour: one that ends later was set by a clock that ran ahead. */
  function pause(now: EpochMs): EpochMs | undefined {
    const isOn = pausedUntil !== undefined && now < pausedUntil && pausedUntil - now <= HOUR_MS;
    return isOn ? pausedUntil : undefined;
  }

  function check(): void {
    const now = clock.now();
    const until = pause(now);
    if (until !== undefined) throw throttled(until);
    forget(now);
    const calls = [...spans.values()].reduce((sum, count) => sum + count, 0);
    if (calls < most) return;
    const oldest = Math.min(...spans.keys());
    throw webApiFailure(
      'budget_spent',
      `The bridge has made ${calls} calls within an hour for this application, and Dexcom allows 60000: it waits. So many are a fault; please report it.`,
      { retryAt: epochMs(oldest + SPAN_MS + HOUR_MS) },
    );
  }

  return {
    check,
    take() {
      check();
      const start = Math.floor(clock.now() / SPAN_MS) * SPAN_MS;
      spans.set(start, (spans.get(start) ?? 0) + 1);
    },
    refused(headers) {
      const now = clock.now();
      // Calls that were under way together are refused together: that is one refusal.
      if (pause(now) === undefined) refusals += 1;
      const wished = retryAfter(headers, now) ?? epochMs(now + backoffMs(refusals, PAUSE, random));
      const standing = pause(now);
      pausedUntil = epochMs(Math.max(wished, standing ?? wished));
      return throttled(pausedUntil);
    },
    served() {
      // An answer to a call that was under way when another was refused does not end the pause.
      if (pause(clock.now()) === undefined) refusals = 0;
    },
  };
}

function throttled(retryAt: EpochMs): BridgeFailure {
  return webApiFailure(
    'throttled',
    'Dexcom asked for fewer calls of this application (429): all accounts that use it wait. If it stays, look for other programs with the same client id.',
    { retryAt },
  );
}
