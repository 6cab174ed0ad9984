import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import { seededRandom } from '../../src/platform/random.ts';
import {
  startShareSimulator,
  type RunningShareSimulator,
  type ShareSimulatorOptions,
} from '../../src/simulator/index.ts';

/** A clock that only moves when told; its sleeps end at once. */
export interface HandClock {
  now(): EpochMs;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  advance(ms: number): void;
  readonly slept: number[];
}

export function handClock(start = 1_731_646_000_000): HandClock {
  let now = start;
  const slept: number[] = [];
  return {
    now: () => epochMs(now),
    async sleep(ms, signal) {
      signal.throwIfAborted();
      slept.push(ms);
    },
    advance(ms) {
      now += ms;
    },
    slept,
  };
}

export const ACCOUNT = {
  name: 'sharer@example.com',
  password: 'Pa$$ "wörd"',
  accountId: '8597cbce-1c66-4655-bf7d-a7e070638b80',
};

/** A simulator on a hand-moved clock. */
export async function startedShare(
  change: Partial<ShareSimulatorOptions> = {},
  clock: HandClock = handClock(),
): Promise<{ share: RunningShareSimulator; clock: HandClock; call: ShareCaller }> {
  const share = await startShareSimulator({
    clock,
    random: seededRandom(7),
    accounts: [ACCOUNT],
    patient: { seed: 42, utcOffsetMinutes: -300, appearanceDelay: 20_000 },
    advance: (ms) => clock.advance(ms),
    ...change,
  });
  return { share, clock, call: shareCaller(share.url) };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  json(): unknown;
  /** The answer as a list of readings. */
  rows(): WireRecord[];
  /** The answer as an id. */
  id(): string;
  /** The answer as Share's error. */
  fault(): { readonly Code: string; readonly Message: string; readonly SubCode: string };
}

export interface ShareCaller {
  post(path: string, body?: unknown): Promise<Answer>;
  authenticate(name?: unknown, password?: unknown): Promise<Answer>;
  session(): Promise<string>;
  read(session: string, minutes: number | string, maxCount: number | string): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
}

export interface WireRecord {
  readonly WT: string;
  readonly ST: string;
  readonly DT: string;
  readonly Value: number;
  readonly Trend: string | number;
}

export function shareCaller(url: string): ShareCaller {
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const res = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await res.text();
    return {
      status: res.status,
      headers: res.headers,
      text,
      json: () => JSON.parse(text) as unknown,
      rows: () => JSON.parse(text) as WireRecord[],
      id: () => JSON.parse(text) as string,
      fault: () => JSON.parse(text) as ReturnType<Answer['fault']>,
    };
  };
  const post = (path: string, body?: unknown): Promise<Answer> =>
    ask('POST', `/ShareWebServices/Services/${path}`, body);
  return {
    post,
    authenticate: (accountName = ACCOUNT.name, password = ACCOUNT.password) =>
      post('General/AuthenticatePublisherAccount', { accountName, password, applicationId: 'app' }),
    async session() {
      const { accountId, password } = ACCOUNT;
      const res = await post('General/LoginPublisherAccountById', {
        accountId,
        password,
        applicationId: 'app',
      });
      return res.id();
    },
    read: (session, minutes, maxCount) =>
      post(
        `Publisher/ReadPublisherLatestGlucoseValues?sessionId=${session}&minutes=${minutes}&maxCount=${maxCount}`,
        {},
      ),
    control: (method, path, body) => ask(method, `/simulator${path}`, body),
  };
}
