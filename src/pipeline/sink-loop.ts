import { epochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Emit } from '../telemetry/events.ts';
import type { Bell } from './bell.ts';
import { newestFirst } from './deliver-newest.ts';
import { deliverNext, type Delivery } from './deliver.ts';
import { createGuardedLoop } from './guarded-loop.ts';
import { receiptKinds } from './kind-counts.ts';
import { latchSlotName } from './latch.ts';
import type { PassResult } from './pass.ts';

/** What a sink’s loop is given. */
export interface SinkLoopParts {
  readonly account: string;
  readonly sink: Sink;
  readonly journal: Journal;
  /** Where the latch is kept. */
  readonly state: Pick<StateStore, 'slot'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Rings when the journal has grown. */
  readonly bell: Bell;
  /** Hears of each confirmed batch. */
  readonly delivered?: (delivery: Delivery) => void;
}

/** Keeps one sink up to date with the journal. Knows no source: a dead one changes nothing here. */
export interface SinkLoop {
  /** Delivers until the signal is aborted; rejects only for a bug. */
  run(signal: AbortSignal): Promise<void>;
  /** Delivers what is there, without retries. */
  once(signal: AbortSignal): Promise<PassResult>;
}

/** A sink’s loop; it opens the sink when it starts and closes it when it ends. */
export function createSinkLoop(parts: SinkLoopParts): SinkLoop {
  const { account, sink, journal, state, clock, random, emit, bell } = parts;
  const of = { account, sink: sink.name };
  const newest = newestFirst(journal, account, sink, () => clock.now());

  const loop = createGuardedLoop({
    adapter: sink,
    latch: state.slot(account, latchSlotName('sink', sink.name)),
    clock,
    random,
    tell: {
      failed: (failure, retryAt) => emit({ type: 'sink.failed', ...of, failure, retryAt }),
      latched: (failure) => emit({ type: 'sink.latched', ...of, failure }),
      opened: (why) => emit({ type: 'sink.opened', ...of, why }),
    },
  });

  function told({ batch, receipt }: Delivery): void {
    const newest = epochMs(Math.max(...batch.map(({ record }) => record.systemTime)));
    for (const { code, reason } of receipt.refused) {
      emit({ type: 'sink.refused', ...of, code, reason });
    }
    const kinds = receiptKinds(batch, receipt);
    emit({
      type: 'sink.delivered',
      ...of,
      written: receipt.settled.length,
      present: receipt.present.length,
      refused: receipt.refused.length,
      ...(kinds === undefined ? {} : { kinds }),
      newest,
      lagMs: clock.now() - newest,
    });
  }

  /** A cursor belongs to one place: where the sink writes elsewhere now, everything is delivered there. */
  async function settleDestination(): Promise<void> {
    const slot = journal.slot(account, `destination:${sink.name}`);
    const before = await slot.read();
    if (before === sink.destination) return;
    if (before !== undefined) {
      await journal.restart(account, sink.name);
      emit({ type: 'sink.moved', ...of, destination: sink.destination });
    }
    await slot.write(sink.destination);
  }

  /** Delivers until nothing is left. */
  async function drain(signal: AbortSignal): Promise<void> {
    await settleDestination();
    for (;;) {
      signal.throwIfAborted();
      const ahead = await newest.deliver(signal);
      if (ahead !== undefined) told(ahead);
      const delivery = await deliverNext(journal, account, sink, signal);
      if (delivery === undefined) return;
      told(delivery);
      parts.delivered?.(delivery);
    }
  }

  async function drainAndWait(signal: AbortSignal): Promise<void> {
    const heard = bell.rings;
    await drain(signal);
    await bell.wait(heard, signal);
  }

  return {
    run: (signal) => loop.run(drainAndWait, signal),
    once: (signal) => loop.once(drain, signal),
  };
}
