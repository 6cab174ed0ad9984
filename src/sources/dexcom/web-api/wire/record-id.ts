import { toIsoUtc } from '../../../../domain/instant.ts';
import type { Dated, Provenance } from '../../../../domain/provenance.ts';
import { wordOf, type WireObject } from './json-value.ts';

/** Dexcom's own id of the record. It is documented as always there. */
export function dexcomIdOf(record: WireObject): string | undefined {
  return wordOf(record['recordId']);
}

/**
 * What the record is known by where Dexcom gave it no id: the transmitter and its own clock, else the time and the device.
 * @param details what else tells it from a neighbour of the same second, such as an event's type
 */
export function substituteId(of: Dated & Provenance, ...details: readonly string[]): string {
  const { transmitterId, transmitterTicks, systemTime, displayDevice = 'unknown' } = of;
  const parts =
    transmitterId !== undefined && transmitterTicks !== undefined
      ? ['ticks', transmitterId, String(transmitterTicks)]
      : ['time', toIsoUtc(systemTime), displayDevice];
  return [...parts, ...details].join(':');
}
