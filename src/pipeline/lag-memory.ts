import type { StateSlot } from '../domain/state-slot.ts';
import type { LagSample } from './lag-belief.ts';

/** Keeps learned lags over restarts, so that a restart need not learn again. */
export interface LagMemory {
  load(): Promise<LagSample[]>;
  save(samples: readonly LagSample[]): Promise<void>;
}

/** Samples between two writes: what a crash forgets is learned again within the half hour, and the disk is spared. */
const WRITE_EVERY = 6;

/** @param slot where the samples are kept, as pairs of whole milliseconds. */
export function lagMemory(slot: StateSlot): LagMemory {
  let known = 0;
  let newest: LagSample | undefined;
  return {
    async load() {
      const samples = parse(await slot.read());
      newest = samples.at(-1);
      return samples;
    },
    async save(samples) {
      const last = samples.at(-1);
      if (last === newest) return;
      newest = last;
      known += 1;
      if (known % WRITE_EVERY !== 0) return;
      await slot.write(JSON.stringify(samples.map(({ afterMs, byMs }) => [afterMs, byMs])));
    },
  };
}

/** What cannot be read is forgotten: the lag is learned anew. */
function parse(text: string | undefined): LagSample[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.flatMap(toSample) : [];
  } catch {
    return [];
  }
}

function toSample(pair: unknown): LagSample[] {
  if (!Array.isArray(pair)) return [];
  const [afterMs, byMs] = pair as unknown[];
  return Number.isFinite(afterMs) && Number.isFinite(byMs) && (afterMs as number) < (byMs as number)
    ? [{ afterMs: afterMs as number, byMs: byMs as number }]
    : [];
}
