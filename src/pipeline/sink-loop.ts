import { asFailure } from '../domain/failure.ts';
import { epochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Emit } from '../telemetry/events.ts';
import type { Bell } from './bell.ts';
import { deliverNext, type Delivery } from './deliver.ts';
import { latchSlotName, refusalOf } from './latch.ts';
import { createLatchGate } from './latch-gate.ts';
import type { PassResult } from './pass.ts';
import { reactTo } from './retry-policy.ts';

/** What a sink’s loop is given. */
export interface SinkLoopParts {
  readonly account: string;
  readonly sink: Sink;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: Emit;
  /** Rings when the journal has grown. */
  readonly bell: Bell;
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
  const { account, sink, journal, clock, random, emit, bell } = parts;
  const slot = journal.slot(account, latchSlotName('sink', sink.name));
  const gate = createLatchGate(slot, sink.credentialsFingerprint, clock);
  let isOpen = false;

  function told({ batch, receipt }: Delivery): void {
    const newest = epochMs(Math.max(...batch.map(({ record }) => record.systemTime)));
    for (const { code, reason } of receipt.refused) {
      emit({ type: 'sink.refused', account, sink: sink.name, code, reason });
    }
    emit({
      type: 'sink.delivered',
      account,
      sink: sink.name,
      written: receipt.settled.length,
      present: receipt.present.length,
      refused: receipt.refused.length,
      newest,
      lagMs: clock.now() - newest,
    });
  }

  /** Delivers until nothing is left. */
  async function drain(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const delivery = await deliverNext(journal, account, sink, signal);
      if (delivery === undefined) return;
      told(delivery);
    }
  }

  async function openOnce(): Promise<void> {
    if (isOpen) return;
    await sink.open();
    isOpen = true;
  }

  async function closeOnce(): Promise<void> {
    if (!isOpen) return;
    isOpen = false;
    await sink.close();
  }

  async function waitOutLatch(signal: AbortSignal): Promise<void> {
    const latch = await gate.closed();
    if (latch === undefined) return;
    emit({ type: 'sink.latched', account, sink: sink.name, failure: refusalOf(latch) });
    await gate.whenOpen(signal);
    emit({ type: 'sink.opened', account, sink: sink.name, why: 'the latch was opened' });
  }

  /** One failure, dealt with; resolves when it is time to try again. */
  async function recover(thrown: unknown, failures: number, signal: AbortSignal): Promise<void> {
    const failure = asFailure(thrown);
    const reaction = reactTo(failure, failures, clock.now(), random);
    switch (reaction.act) {
      case 'crash':
        throw failure;
      case 'latch':
        await gate.close(failure);
        return;
      case 'retry':
        emit({ type: 'sink.failed', account, sink: sink.name, failure, retryAt: reaction.at });
        await clock.sleep(reaction.at - clock.now(), signal);
    }
  }

  return {
    async run(signal) {
      let failures = 0;
      try {
        for (;;) {
          const heard = bell.rings;
          try {
            await waitOutLatch(signal);
            await openOnce();
            await drain(signal);
            failures = 0;
            await bell.wait(heard, signal);
          } catch (thrown) {
            if (signal.aborted) return;
            failures += 1;
            await recover(thrown, failures, signal);
          }
        }
      } catch (thrown) {
        if (!signal.aborted) throw thrown;
      } finally {
        await closeOnce();
      }
    },
    async once(signal) {
      const latch = await gate.closed();
      if (latch) return { outcome: 'latched', failure: refusalOf(latch) };
      try {
        await openOnce();
        await drain(signal);
        return { outcome: 'ok' };
      } catch (thrown) {
        const failure = asFailure(thrown);
        if (failure.kind === 'bug') throw failure;
        if (failure.kind !== 'credentials') {
          emit({ type: 'sink.failed', account, sink: sink.name, failure, retryAt: clock.now() });
          return { outcome: 'failed', failure };
        }
        await gate.close(failure);
        emit({ type: 'sink.latched', account, sink: sink.name, failure });
        return { outcome: 'latched', failure };
      } finally {
        await closeOnce();
      }
    },
  };
}
