import type { ScheduledTask } from 'node-cron';
import { asFailure } from '../domain/failure.ts';
import { epochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Emit } from '../telemetry/events.ts';

/** What the night work needs. */
export interface HousekeepingOptions {
  readonly journal: Journal;
  /** Accounts with the names of their sinks: nothing goes that a sink has not confirmed. */
  readonly accounts: readonly { readonly name: string; readonly sinks: readonly string[] }[];
  readonly clock: Clock;
  readonly emit: Emit;
  /** Cron expression, on the machine’s wall clock. */
  readonly schedule: string;
  /** How long records are kept, in ms; undefined keeps them for ever. */
  readonly retentionMs: number | undefined;
}

/** Work on the journal while people sleep. */
export interface Housekeeping {
  /** Loads the scheduler and sets the hour. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Prunes, then reads the whole file; a failure is told and ends nothing. */
  tidy(): Promise<void>;
}

/** The library would write a line of its own to standard output; what matters is told as an event. */
const SILENT = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
};

/** One task; never two at a time. */
export function createHousekeeping(options: HousekeepingOptions): Housekeeping {
  const { journal, accounts, clock, emit, retentionMs } = options;
  let task: ScheduledTask | undefined;
  let stopped = false;

  const tidy = async () => {
    try {
      let removed = 0;
      if (retentionMs !== undefined) {
        const before = epochMs(clock.now() - retentionMs);
        for (const { name, sinks } of accounts) removed += await journal.prune(name, before, sinks);
      }
      if (removed > 0) emit({ type: 'journal.pruned', removed });
      await journal.verify();
      emit({ type: 'journal.verified' });
    } catch (thrown) {
      emit({ type: 'housekeeping.failed', failure: asFailure(thrown) });
    }
  };

  return {
    async start() {
      const { schedule } = await import('node-cron');
      if (stopped) return;
      task = schedule(options.schedule, tidy, {
        name: 'journal',
        noOverlap: true,
        suppressMissedWarning: true,
        logger: SILENT,
        unref: true,
      });
    },
    async stop() {
      stopped = true;
      await task?.destroy();
    },
    tidy,
  };
}
