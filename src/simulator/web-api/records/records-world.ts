import { HOUR_MS } from '../../../domain/instant.ts';
import type { Diary } from '../../patient/diary.ts';
import type { SimulatedPatient } from '../../patient/patient.ts';
import { uuidOf } from '../../share/uuid.ts';
import type { Product } from './product.ts';
import type { Quirks } from './quirks.ts';

export { listNames, type ListName, type Row, type WireRecord } from './wire-record.ts';

/** Where the account is registered. */
export type Region = 'us' | 'ous' | 'jp';

/** Whose records are told, and to whom. */
export interface RecordsWorld {
  readonly patient: SimulatedPatient;
  readonly diary: Diary;
  readonly product: () => Product;
  readonly region: () => Region;
  /** One per person and client application; all record ids follow from it. */
  readonly userId: string;
  /** Oddities that are switched on; none when absent. May be shared and changed at any time. */
  readonly quirks?: Quirks;
  /** How long after its upload a phone's record can be read, in ms; by the region when absent. */
  readonly uploadDelayMs?: () => number | undefined;
}

const DELAY_HOURS: Readonly<Record<Region, number>> = { us: 1, ous: 3, jp: 3 };

/** How long after its upload a phone's record can be read, in ms. */
export function phoneDelayMs(world: RecordsWorld): number {
  return world.uploadDelayMs?.() ?? DELAY_HOURS[world.region()] * HOUR_MS;
}

/** Dexcom's id of something for this client application. */
export function recordIdOf(world: RecordsWorld, kind: string, id: string): string {
  return uuidOf(`${world.userId} ${kind} ${id}`);
}
