import type { EpochMs } from '../domain/instant.ts';
import { readHolder } from '../journal/sqlite/index.ts';
import { systemClock } from '../platform/clock.ts';
import type { Display } from '../platform/display.ts';
import type { Call } from './call.ts';
import { knownAccounts } from './known-accounts.ts';
import { openForReading } from './open-journal.ts';
import { openStores } from './open-state.ts';
import { partsOf } from './plan-accounts.ts';
import { readPlace } from './read-configuration.ts';
import { readLatches } from './read-latches.ts';
import { showAccount } from './show-account.ts';
import type { ShownAccount } from '../telemetry/shown-account.ts';
import { readKeptStatus } from './status-keeper.ts';

/** An account that the settings do not name. */
const NOTHING_MORE = { writes: { events: false, mbg: false, alerts: false } };

/** What `status` shows. */
export interface StatusReport {
  readonly at: EpochMs;
  readonly dataDir: string;
  readonly journal: 'present' | 'absent';
  /** Who runs, if anybody. */
  readonly running?: { readonly pid?: number; readonly purpose: string; readonly since?: EpochMs };
  /** When the daemon last wrote its state down. */
  readonly stateFrom?: EpochMs;
  /** How glucose is to be shown; the values themselves are in mg/dL. */
  readonly display: Display;
  readonly accounts: readonly ShownAccount[];
  /** What could not be looked at, and why. */
  readonly notes: readonly string[];
}

/**
 * Reads beside a daemon that may be running and changes nothing.
 * @throws ConfigFaults; BridgeFailure `journal.…`
 */
export async function readStatus(call: Call): Promise<StatusReport> {
  const config = await readPlace(call);
  const at = systemClock.now();
  const journal = await openForReading(config.dataDir);
  try {
    const holder = journal === undefined ? undefined : await readHolder(config.dataDir);
    const kept = journal === undefined ? undefined : await readKeptStatus(journal);
    const accounts: ShownAccount[] = [];
    const notes: string[] = [];
    const stores = journal && (await openStores(config, journal, systemClock, { mayCopy: false }));
    try {
      for (const account of await knownAccounts(config.accounts.map(partsOf), journal)) {
        const { name } = account;
        const latches = await readLatches(account, stores?.of(name));
        if (latches.unread !== undefined) notes.push(`Account ${name}: ${latches.unread}`);
        const { writes } = config.accounts.find((one) => one.name === name) ?? NOTHING_MORE;
        const running = holder !== undefined;
        const given = { journal, kept, latches: latches.closed, running, writes };
        accounts.push(await showAccount(account, given, at));
      }
    } finally {
      await stores?.close();
    }
    return {
      at,
      dataDir: config.dataDir,
      journal: journal === undefined ? 'absent' : 'present',
      ...(holder === undefined
        ? {}
        : { running: holder === 'unknown' ? { purpose: 'unknown' } : pick(holder) }),
      ...(kept === undefined ? {} : { stateFrom: kept.keptAt }),
      display: config.display,
      accounts,
      notes,
    };
  } finally {
    await journal?.close();
  }
}

function pick(holder: { pid: number; purpose: string; since: EpochMs }) {
  return { pid: holder.pid, purpose: holder.purpose, since: holder.since };
}
