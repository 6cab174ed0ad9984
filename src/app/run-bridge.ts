import { asFailure } from '../domain/failure.ts';
import { DAY_MS } from '../domain/instant.ts';
import { createSqliteJournal, holdDataFolder } from '../journal/sqlite/index.ts';
import { systemClock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { USER_AGENT, VERSION } from '../platform/version.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { createLogWriter } from '../telemetry/log-writer.ts';
import { createStatusBoard } from '../telemetry/status-board.ts';
import { buildBridge } from './build-bridge.ts';
import type { Call } from './call.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { firstOf } from './first-of.ts';
import { openFingerprint } from './fingerprint-key.ts';
import { createHousekeeping } from './housekeeping.ts';
import { logStyle } from './log-style.ts';
import { partsOf, planAccounts } from './plan-accounts.ts';
import { readEverything, type BridgeConfiguration } from './read-configuration.ts';
import { serveHealth } from './serve-health.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';
import { createStatusKeeper } from './status-keeper.ts';

/** How `run` was called. */
export interface RunCall {
  readonly call: Call;
  /** One full pass instead of a daemon. */
  readonly once: boolean;
  readonly process: StoppableProcess;
  /** Where the log goes. */
  readonly err: NodeJS.WriteStream;
}

/** What is not needed for the first reading loads when that has arrived, or after this, in ms. */
const PATIENCE_MS = 2_000;
const FIRST_NEWS: readonly BridgeEvent['type'][] = [
  'sink.delivered',
  'sink.failed',
  'sink.latched',
  'source.failed',
  'source.latched',
];

/**
 * The daemon, until it is told to stop; or one pass.
 * @throws ConfigFaults before anything has begun; every later failure is logged and becomes the exit code.
 */
export async function runBridge({ call, once, process, err }: RunCall): Promise<ExitCode> {
  const clock = systemClock;
  const { config, warnings } = await readEverything(call);
  const log = createLogWriter({ ...logStyle(config, err, call.env), clock, stream: err });
  const board = createStatusBoard(clock, config.accounts.map(partsOf));
  const listeners: Emit[] = [log.note, board.note];
  const emit: Emit = (event) => {
    for (const listener of listeners) listener(event);
  };
  let stoppingSince: number | undefined;
  const shutdown = watchForStop({
    process,
    clock,
    onStop: (reason) => {
      stoppingSince = clock.now();
      emit({ type: 'bridge.stopping', reason });
    },
    onCrash: (failure) => emit({ type: 'bridge.crashed', failure }),
  });
  try {
    const accounts = config.accounts.map(({ name }) => name);
    emit({ type: 'bridge.started', version: VERSION, accounts });
    for (const message of warnings) emit({ type: 'config.warned', message });
    const code = await work(config, { once, emit, listeners, board }, shutdown.signal);
    return shutdown.crash === undefined ? code : EXIT.bug;
  } catch (thrown) {
    if (shutdown.crash !== undefined) return EXIT.bug;
    if (shutdown.signal.aborted) return once ? EXIT.unavailable : EXIT.ok;
    const failure = asFailure(thrown);
    emit({ type: 'bridge.crashed', failure });
    return exitCodeOf(failure);
  } finally {
    if (stoppingSince !== undefined) {
      emit({ type: 'bridge.stopped', tookMs: clock.now() - stoppingSince });
    }
    await log.close();
    shutdown.dispose();
  }

  interface Shared {
    readonly once: boolean;
    readonly emit: Emit;
    readonly listeners: Emit[];
    readonly board: ReturnType<typeof createStatusBoard>;
  }

  async function work(
    settings: BridgeConfiguration,
    shared: Shared,
    signal: AbortSignal,
  ): Promise<ExitCode> {
    const folder = settings.dataDir;
    const client = import('../platform/http-client.ts').then(({ createHttpClient }) =>
      createHttpClient(USER_AGENT),
    );
    const purpose = shared.once ? 'run --once' : 'run';
    const hold = await holdDataFolder({ folder, clock, purpose }, signal);
    const journal = createSqliteJournal({ folder, clock });
    try {
      await journal.open();
      const fingerprint = await openFingerprint(journal);
      const tools = { journal, clock, random: systemRandom, emit: shared.emit };
      const plan = planAccounts(settings, { ...tools, http: () => client, fingerprint });
      const bridge = buildBridge(plan, tools);
      if (shared.once) return await bridge.once(signal);

      const keeper = createStatusKeeper(journal, shared.board, clock, shared.emit);
      const ready = firstOf(FIRST_NEWS);
      shared.listeners.push(keeper.note, ready.note);
      const ending = new AbortController();
      const inner = AbortSignal.any([signal, ending.signal]);
      const beside = Promise.all([keeper.run(inner), attend(inner)]);
      try {
        await bridge.run(signal);
      } finally {
        ending.abort();
        await beside;
      }
      return EXIT.ok;

      /** Everything that glucose does not wait for. */
      async function attend(until: AbortSignal): Promise<void> {
        await Promise.race([ready.seen, clock.sleep(PATIENCE_MS, until).catch(() => undefined)]);
        await log.load();
        if (until.aborted) return;
        const housekeeping = createHousekeeping({
          journal,
          accounts: plan.map(({ name, sinks }) => ({
            name,
            sinks: sinks.map((sink) => sink.name),
          })),
          clock,
          emit: shared.emit,
          schedule: settings.housekeepingSchedule,
          retentionMs: settings.retentionDays * DAY_MS,
        });
        await housekeeping.start();
        await serveHealth(
          { listen: settings.listen, board: shared.board, clock, emit: shared.emit },
          until,
        );
        await housekeeping.stop();
      }
    } finally {
      await journal.close();
      await hold.release();
      (await client).close();
    }
  }
}
