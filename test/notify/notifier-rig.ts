import { BridgeFailure } from '../../src/domain/failure.ts';
import type { MgDl } from '../../src/domain/glucose.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { SourceName } from '../../src/domain/record.ts';
import type { StateSlot } from '../../src/domain/state-slot.ts';
import { createNotifier, type NotifierOptions } from '../../src/notify/index.ts';
import type { HttpClient, HttpRequest } from '../../src/platform/http-client.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { Secret } from '../../src/platform/secret.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock, settle } from '../support/fake-clock.ts';
import { MemorySlot } from '../support/memory-slot.ts';

export const MINUTE = 60_000;

/** A notice as the webhook got it. */
export interface Got {
  readonly type: string;
  readonly account?: string;
  readonly part?: string;
  readonly title: string;
  readonly message: string;
  readonly code?: string;
  readonly isTrouble: boolean;
  /** When it came, in minutes since the rig began. */
  readonly minute: number;
}

/** What tests choose. */
export interface RigOptions extends Partial<
  Pick<NotifierOptions, 'accounts' | 'afterMs' | 'glucose' | 'newest' | 'secrets'>
> {
  readonly clock?: FakeClock;
  readonly slot?: StateSlot;
}

/** A notifier at work on a fake clock, and a receiver that can be away. */
export function startNotifier(options: RigOptions = {}) {
  const clock = options.clock ?? new FakeClock();
  const slot = options.slot ?? new MemorySlot();
  const startedAt = clock.now();
  const got: Got[] = [];
  const attempts: HttpRequest[] = [];
  const log: BridgeEvent[] = [];
  const receiver = {
    /** What it does with a request: a status, or a failure that is thrown. */
    answer: 200 as number | BridgeFailure,
    /** Called when a notice was taken. */
    taken: () => undefined as unknown,
  };
  const http: HttpClient = {
    async send(request, signal) {
      attempts.push(request);
      await Promise.resolve();
      signal.throwIfAborted();
      if (receiver.answer instanceof BridgeFailure) throw receiver.answer;
      if (receiver.answer < 300) {
        const notice = JSON.parse(request.body ?? '') as Omit<Got, 'minute'>;
        got.push({ ...notice, minute: (clock.now() - startedAt) / MINUTE });
        receiver.taken();
      }
      return { status: receiver.answer, headers: {}, text: '' };
    },
    close: () => undefined,
  };
  const notifier = createNotifier({
    target: { format: 'json', url: new Secret('https://hook.example.org/x'), host: 'hook' },
    afterMs: options.afterMs ?? 30 * MINUTE,
    accounts: options.accounts ?? [{ name: 'default', sources: ['share'], sinks: ['nightscout'] }],
    newest: options.newest ?? (async () => undefined),
    slot,
    http: async () => http,
    clock,
    random: seededRandom(1),
    emit: (event) => {
      log.push(event);
      notifier.note(event);
    },
    secrets: options.secrets ?? [],
    ...(options.glucose === undefined ? {} : { glucose: options.glucose }),
  });
  const stop = new AbortController();
  const ended = notifier.run(stop.signal);
  const account = options.accounts?.[0]?.name ?? 'default';

  const tell = {
    /** One answer of Share that brings a reading `ageMinutes` old; its value in mg/dL. */
    reading(ageMinutes = 0, glucoseMgdl = 123, of = account, source: SourceName = 'share') {
      const reading: Reading = {
        kind: 'reading',
        systemTime: at(-ageMinutes),
        glucoseMgdl: glucoseMgdl as MgDl,
      };
      const lagMs = ageMinutes * MINUTE;
      notifier.note({ type: 'reading.recorded', account: of, source, reading, lagMs });
      tell.polled(reading.systemTime, of, source);
    },
    polled(newest?: EpochMs, of = account, source: SourceName = 'share') {
      notifier.note({
        type: 'source.polled',
        account: of,
        source,
        fetched: 1,
        added: 0,
        changed: 0,
        ...(newest === undefined ? {} : { newest }),
      });
    },
    sourceFailed(code = 'share.unavailable') {
      const failure = new BridgeFailure(code, 'transient', 'Dexcom is ill.');
      notifier.note({ type: 'source.failed', account, source: 'share', failure, retryAt: at(1) });
    },
    sourceLatched(code = 'share.login_refused', source: SourceName = 'share') {
      const failure = new BridgeFailure(code, 'credentials', 'Dexcom refused the login');
      notifier.note({ type: 'source.latched', account, source, failure });
    },
    sourceOpened(source: SourceName = 'share') {
      notifier.note({ type: 'source.opened', account, source, why: 'the latch was opened' });
    },
    sinkFailed(retryInMinutes = 1) {
      const failure = new BridgeFailure('nightscout.away', 'transient', 'The site is away.');
      const retryAt = at(retryInMinutes);
      notifier.note({ type: 'sink.failed', account, sink: 'nightscout', failure, retryAt });
    },
    sinkLatched(code = 'nightscout.unauthorized') {
      const failure = new BridgeFailure(code, 'credentials', 'The site refused the secret.');
      notifier.note({ type: 'sink.latched', account, sink: 'nightscout', failure });
    },
    sinkOpened() {
      notifier.note({ type: 'sink.opened', account, sink: 'nightscout', why: 'it was opened' });
    },
    delivered() {
      notifier.note({
        type: 'sink.delivered',
        account,
        sink: 'nightscout',
        written: 1,
        present: 0,
        refused: 0,
        newest: at(0),
        lagMs: 5,
      });
    },
  };

  function at(minutes: number): EpochMs {
    return epochMs(Math.round(clock.now() + minutes * MINUTE));
  }

  return {
    clock,
    slot,
    got,
    attempts,
    log,
    receiver,
    tell,
    note: notifier.note,
    /** `type` of everything that came. */
    types: () => got.map(({ type }) => type),
    pass: (minutes: number) => clock.advance(minutes * MINUTE),
    /** A reading every five minutes. */
    async readingsFor(minutes: number) {
      for (let minute = 0; minute < minutes; minute += 5) {
        tell.reading();
        await clock.advance(5 * MINUTE);
      }
    },
    async stop() {
      stop.abort(new Error('stopping'));
      await settle();
      await ended;
    },
  };
}
