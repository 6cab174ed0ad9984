import { DAY_MS } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import { createSqliteJournal, holdDataFolder } from '../journal/sqlite/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { HttpCall, HttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import type { LogWriter } from '../telemetry/log-writer.ts';
import type { StatusBoard } from '../telemetry/status-board.ts';
import { buildBridge, type AccountPlan } from './build-bridge.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { firstOf } from './first-of.ts';
import { createHousekeeping } from './housekeeping.ts';
import { openState, type BridgeState } from './open-state.ts';
import { giveNotice } from './give-notice.ts';
import { planAccounts } from './plan-accounts.ts';
import type { BridgeConfiguration } from './read-configuration.ts';
import { createRelay, type Relay } from './relay.ts';
import { createServedRoutes } from './served-routes.ts';
import { serve } from './serve.ts';
import { createStatusKeeper } from './status-keeper.ts';

/** What a bridge runs with. */
export interface Operation {
  readonly config: BridgeConfiguration;
  /** One full pass instead of a daemon. */
  readonly once: boolean;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Hear every event; more may join. */
  readonly listeners: Emit[];
  /** Everything that was told, for the counters. */
  readonly toCount: Relay<BridgeEvent>;
  readonly board: StatusBoard;
  readonly log: LogWriter;
  /** What a stop waits for. */
  readonly urgent: UrgentWork;
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
 * Holds the data folder and works until the signal is aborted, or for one pass.
 * @throws BridgeFailure `journal.…`, or of a loop that must not go on
 */
export async function operate(operation: Operation, signal: AbortSignal): Promise<ExitCode> {
  const { config, once, clock, emit } = operation;
  const folder = config.dataDir;
  const calls = createRelay<HttpCall>();
  const client = loadClient(calls.note);
  const hold = await holdDataFolder(
    { folder, clock, purpose: once ? 'run --once' : 'run' },
    signal,
  );
  const journal = createSqliteJournal({ folder, clock });
  let state: BridgeState | undefined;
  try {
    await journal.open();
    state = await openState(config, journal, clock);
    const tools = { journal, clock, random: systemRandom, emit };
    const plan = planAccounts(config, {
      ...tools,
      state,
      http: () => client,
      urgent: operation.urgent,
    });
    const bridge = buildBridge(plan, tools);
    if (once) return await bridge.once(signal);

    const ending = new AbortController();
    const both = AbortSignal.any([signal, ending.signal]);
    const attending = attend(operation, { journal, state, plan, calls, http: () => client }, both);
    try {
      await bridge.run(signal);
    } finally {
      ending.abort();
      await attending;
    }
    return EXIT.ok;
  } finally {
    await state?.close();
    await journal.close();
    await hold.release();
    (await client).close();
  }
}

async function loadClient(onCall: (call: HttpCall) => void): Promise<HttpClient> {
  const { createHttpClient } = await import('../platform/http-client.ts');
  return createHttpClient(USER_AGENT, { onCall });
}

/** What a working bridge has opened. */
interface Opened {
  readonly journal: Journal;
  readonly state: BridgeState;
  readonly plan: readonly AccountPlan[];
  readonly calls: Relay<HttpCall>;
  readonly http: () => Promise<HttpClient>;
}

/** Everything that glucose does not wait for. */
async function attend(operation: Operation, opened: Opened, signal: AbortSignal): Promise<void> {
  const { config, clock, emit, listeners, toCount, board, log } = operation;
  const { journal, state, plan, calls, http } = opened;
  const keeper = createStatusKeeper(journal, board, clock, emit);
  const first = firstOf(FIRST_NEWS);
  listeners.push(keeper.note, first.note);
  const after = Promise.race([first.seen, clock.sleep(PATIENCE_MS, signal).catch(() => undefined)]);
  const noticing = giveNotice(
    { config, journal, state, clock, http, emit, listeners, after },
    signal,
  );
  const keeping = keeper.run(signal);
  await after;
  await log.load();
  if (!signal.aborted) {
    const housekeeping = createHousekeeping({
      journal,
      accounts: plan.map(({ name, sinks }) => ({ name, sinks: sinks.map((sink) => sink.name) })),
      clock,
      emit,
      schedule: config.housekeepingSchedule,
      retentionMs: config.retentionDays * DAY_MS,
    });
    await housekeeping.start();
    const { accounts, listen, display, dataDir: folder, feedApiSecret } = config;
    const mounts = () =>
      createServedRoutes({
        ...{ accounts, journal, board, clock, listen, display, folder, feedApiSecret, calls },
        isSimulated: false,
        events: toCount,
        stopping: signal,
      });
    await serve({ listen, mounts, clock, emit }, signal);
    await housekeeping.stop();
  }
  await Promise.all([noticing, keeping]);
}
