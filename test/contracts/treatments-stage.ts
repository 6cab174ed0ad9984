import { afterEach, beforeEach } from '@jest/globals';
import { epochMs, MINUTE_MS, type EpochMs } from '../../src/domain/instant.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { Row } from './sink-rig.ts';
import type { TreatmentsRig } from './treatments-rig.ts';

/** A rig of its own for each test, with the sinks that it opened. */
export interface TreatmentsStage {
  readonly rig: () => TreatmentsRig;
  readonly opened: (sink: Sink) => Promise<Sink>;
  readonly ready: (options?: Parameters<TreatmentsRig['sink']>[0]) => Promise<Sink>;
  /** So many minutes after the rig’s base. */
  readonly at: (minute: number) => EpochMs;
  readonly everything: () => Promise<readonly (readonly Row[])[]>;
}

/** Sets a rig up before each test of the describe it is called in, and takes it down. */
export function treatmentsStage(setup: () => Promise<TreatmentsRig>): TreatmentsStage {
  let rig: TreatmentsRig;
  let sinks: Sink[] = [];
  beforeEach(async () => {
    sinks = [];
    rig = await setup();
  });
  afterEach(async () => {
    for (const sink of sinks) await sink.close();
    await rig.stop();
  });
  const opened = async (sink: Sink): Promise<Sink> => {
    sinks.push(sink);
    await sink.open();
    return sink;
  };
  return {
    rig: () => rig,
    opened,
    ready: (options) => opened(rig.sink(options)),
    at: (minute) => epochMs(rig.base + minute * MINUTE_MS),
    everything: () => Promise.all([rig.rows(), rig.rows('mbg'), rig.rows('devicestatus')]),
  };
}
