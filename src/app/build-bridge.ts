import { asFailure } from '../domain/failure.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import { createBell } from '../pipeline/bell.ts';
import { createHistoryLoop } from '../pipeline/history-loop.ts';
import type { PassResult } from '../pipeline/pass.ts';
import { createSinkLoop } from '../pipeline/sink-loop.ts';
import { createSourceLoop } from '../pipeline/source-loop.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Sink } from '../sinks/sink.ts';
import type { HistorySource } from '../sources/history-source.ts';
import type { Source } from '../sources/source.ts';
import type { Emit } from '../telemetry/events.ts';
import { cronSchedule } from './cron-schedule.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { WEB_API_SLOTS } from './modules.ts';

/** One account as it runs. A part is made when it is needed: its libraries load while another part waits for its server. */
export interface AccountPlan {
  readonly name: string;
  /** Where its latches, sessions and tokens live. */
  readonly state: StateStore;
  /** Two readings nearer than this are one, in ms. See docs/adr/0004-merging.md. */
  readonly toleranceMs: number;
  /** Budget of requests a reading. */
  readonly requestsPerReading: number;
  /** When history is asked for: a cron expression. */
  readonly historySchedule: string;
  readonly sources: readonly PartPlan<Source>[];
  readonly history: readonly PartPlan<HistorySource>[];
  readonly sinks: readonly PartPlan<Sink>[];
}

/** A source or a sink that can be made. `create` does no I/O. */
export interface PartPlan<Part> {
  readonly name: string;
  create(): Promise<Part>;
}

/** What every loop shares. */
export interface BridgeTools {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
}

/** All accounts at work. */
export interface Bridge {
  /** Until the signal is aborted, when it resolves; rejects with the failure of a loop that must not go on. */
  run(signal: AbortSignal): Promise<void>;
  /** Every source once, then every sink drained; the number to end with. */
  once(signal: AbortSignal): Promise<ExitCode>;
}

interface Loop {
  run(signal: AbortSignal): Promise<void>;
  once(signal: AbortSignal): Promise<PassResult>;
}
/** A loop that is made when it is wanted. */
interface Work {
  readonly side: 'source' | 'sink';
  readonly account: string;
  readonly name: string;
  /** Whether one pass has anything to do; always, where it is missing. */
  isDue?(): Promise<boolean>;
  prepare(emit: Emit): Promise<Loop>;
}

/** Wires every account’s loops. They share nothing but the journal and the bell of their account. */
export function buildBridge(accounts: readonly AccountPlan[], tools: BridgeTools): Bridge {
  const work = accounts.flatMap((account) => workOf(account, tools));
  return {
    async run(signal) {
      const own = new AbortController();
      const both = AbortSignal.any([signal, own.signal]);
      let fault: unknown;
      await Promise.all(
        work.map(async (one) => {
          try {
            const loop = await one.prepare(tools.emit);
            await loop.run(both);
          } catch (thrown) {
            if (both.aborted) return;
            fault = thrown;
            own.abort(new Error('another loop failed'));
          }
        }),
      );
      if (fault !== undefined) throw asFailure(fault);
    },
    async once(signal) {
      const codes: ExitCode[] = [];
      for (const side of ['source', 'sink'] as const) {
        const ofSide = work.filter((one) => one.side === side);
        codes.push(...(await Promise.all(ofSide.map((one) => passOf(one, tools.emit, signal)))));
      }
      return worst(codes);
    },
  };
}

function workOf(account: AccountPlan, tools: BridgeTools): readonly Work[] {
  const bell = createBell();
  const { name, state, toleranceMs, requestsPerReading } = account;
  const sources = account.sources.map((plan): Work => ({
    side: 'source',
    account: name,
    name: plan.name,
    async prepare(emit) {
      const source = await plan.create();
      const given = { account: name, source, state, bell, toleranceMs, requestsPerReading };
      return createSourceLoop({ ...tools, emit, ...given });
    },
  }));
  const authorization = state.slot(name, WEB_API_SLOTS.tokens);
  const history = account.history.map((plan): Work => ({
    side: 'source',
    account: name,
    name: plan.name,
    // One pass is not the time to ask a person for a permission, unless it could do nothing without. A store that is away
    // is told of by the pass.
    isDue: async () =>
      account.sources.length === 0 ||
      (await authorization.read().catch(() => 'away')) !== undefined,
    async prepare(emit) {
      const [source, schedule] = await Promise.all([
        plan.create(),
        cronSchedule(account.historySchedule),
      ]);
      const given = { account: name, source, state, bell, toleranceMs, schedule, authorization };
      return createHistoryLoop({ ...tools, emit, ...given });
    },
  }));
  const sinks = account.sinks.map((plan): Work => ({
    side: 'sink',
    account: name,
    name: plan.name,
    async prepare(emit) {
      const sink = await plan.create();
      return createSinkLoop({ ...tools, emit, account: name, sink, state, bell });
    },
  }));
  return [...sources, ...history, ...sinks];
}

/** One pass, as an exit code. */
async function passOf(work: Work, emit: Emit, signal: AbortSignal): Promise<ExitCode> {
  if ((await work.isDue?.()) === false) return EXIT.ok;
  const loop = await work.prepare(emit);
  const { outcome } = await loop.once(signal);
  if (outcome === 'ok') return EXIT.ok;
  return outcome === 'latched' ? EXIT.refused : EXIT.unavailable;
}

function worst(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.refused)) return EXIT.refused;
  return codes.includes(EXIT.unavailable) ? EXIT.unavailable : EXIT.ok;
}
