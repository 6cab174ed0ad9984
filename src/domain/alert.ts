import type { Dated, Provenance } from './provenance.ts';

/** One change of state of one of Dexcom's alarms, hours ago: never a reason to alarm anybody now. */
export interface Alert extends Dated, Provenance {
  readonly kind: 'alert';
  /** Dexcom’s id of it, the first under which it was met; its Nightscout document is known by it. */
  readonly recordId: string;
  /** Such as `high`, `urgentLow`, `outOfRange`; one that is not documented is kept as it came. */
  readonly alertName: string;
  /** `inactive`, `activeSnoozed`, `activeAlarming`, or what came. */
  readonly alertState: string;
}
