import { createHash } from 'node:crypto';
import { DAY_MS, SECOND_MS, type EpochMs } from '../../../domain/instant.ts';
import { productWords } from './product.ts';
import type { RecordsWorld } from './records-world.ts';

/** The transmitter that was worn at an instant. */
export interface Transmitter {
  /** 64 hexadecimal digits. */
  readonly transmitterId: string;
  /** Seconds on its own clock at that instant. */
  readonly ticks: number;
}

/** A grid of sessions by the product, and those begun by hand in between. */
export function transmitterAt(world: RecordsWorld, instant: EpochMs): Transmitter {
  const product = world.product();
  const { sessionMs } = productWords(product);
  const { seed } = world.patient;
  // Which day of a session a life begins with follows from the seed.
  const phaseMs = Math.abs((seed * 7_919) % 90) * DAY_MS + 8.4 * 3_600_000;
  const session = Math.floor((instant - phaseMs) / sessionMs);
  const byHand = world.diary.transmitterChanges().filter((at) => at <= instant);
  const start = Math.max(phaseMs + session * sessionMs, ...byHand);
  return {
    transmitterId: hashOf(`${seed} ${product} ${start}`),
    ticks: Math.floor((instant - start) / SECOND_MS),
  };
}

let newest: readonly [text: string, hash: string] = ['', ''];

/** A month of records shares a transmitter or a few: the newest hash is mostly the one that is asked for again. */
function hashOf(text: string): string {
  if (newest[0] !== text) newest = [text, createHash('sha256').update(text).digest('hex')];
  return newest[1];
}

/** The fields by which every record names its transmitter. */
export function transmitterFields(world: RecordsWorld, instant: EpochMs): Record<string, unknown> {
  const { transmitterGeneration, transmitterGenerationVariant } = productWords(world.product());
  return {
    transmitterId: transmitterAt(world, instant).transmitterId,
    transmitterGeneration,
    transmitterGenerationVariant,
  };
}

/** The app that shows the glucose. QUIRK(web-api, 2025): a G7 on android names its system too. */
export function displayApp(world: RecordsWorld): string {
  const { displayApp: app } = productWords(world.product());
  return world.diary.phone === 'android' && app === 'G7' ? 'G7Android' : app;
}
