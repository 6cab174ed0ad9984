import type { StatusReport } from '../../src/app/read-status.ts';
import { epochMs } from '../../src/domain/instant.ts';
import type { ShownAccount } from '../../src/telemetry/shown-account.ts';

/** When the reports of these tests are made. */
export const AT = epochMs(1_745_081_000_000);
const MINUTE_MS = 60_000;

/** An instant so many minutes before AT. */
export function ago(minutes: number) {
  return epochMs(AT - minutes * MINUTE_MS);
}

/** An account with a reading of now and nothing set up. */
export function accountOf(more: Partial<ShownAccount> = {}): ShownAccount {
  return {
    name: 'anna',
    newest: { at: ago(2), glucoseMgdl: 123, trend: 4 },
    recent: [],
    records: 1,
    setAside: 0,
    refused: 0,
    sources: [],
    sinks: [],
    ...more,
  };
}

/** A report of accounts, in mg/dL. */
export function reportOf(
  accounts: readonly ShownAccount[],
  more: Partial<StatusReport> = {},
): StatusReport {
  const thresholds = { bgHigh: 260, bgTargetTop: 180, bgTargetBottom: 80, bgLow: 55 };
  return {
    at: AT,
    dataDir: '/d',
    journal: 'present',
    notes: [],
    display: { units: 'mg/dl', thresholds },
    accounts,
    ...more,
  };
}
