import type { Journal } from '../journal/journal.ts';
import { createSqliteJournal, holdDataFolder } from '../journal/sqlite/index.ts';
import { makeTemporaryFolder } from '../journal/temporary-folder.ts';
import type { Clock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { AccountPlan } from './build-bridge.ts';
import { WEB_API_SLOTS } from './modules.ts';
import { openState, type BridgeState } from './open-state.ts';
import { overlaySlot } from './overlay-slot.ts';
import { planAccounts } from './plan-accounts.ts';
import type { BridgeConfiguration } from './read-configuration.ts';

/** What a backfill is played on. */
export interface BackfillStage {
  /** Where the records go: the bridge’s own, or one that is thrown away. */
  readonly journal: Journal;
  readonly plans: readonly AccountPlan[];
  close(): Promise<void>;
}

/** What it is made of. */
export interface BackfillStageOptions {
  readonly config: BridgeConfiguration;
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly urgent: UrgentWork;
}

/**
 * Holds the data folder and opens the journal. A dry run holds nothing and keeps its records elsewhere; only what two
 * processes must never spend twice, or try twice in vain, is the bridge’s own.
 * @throws BridgeFailure `journal.…`, `state.…`; the signal’s reason
 */
export async function openBackfillStage(
  { config, dryRun, clock, urgent }: BackfillStageOptions,
  signal: AbortSignal,
): Promise<BackfillStage> {
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const one of closing.reverse()) await one();
  };
  const open = async (folder: string): Promise<Journal> => {
    const journal = createSqliteJournal({ folder, clock });
    await journal.open();
    closing.push(() => journal.close());
    return journal;
  };
  try {
    const folder = config.dataDir;
    if (!dryRun) {
      const hold = await holdDataFolder({ folder, clock, purpose: 'backfill' }, signal);
      closing.push(() => hold.release());
    }
    const own = await open(folder);
    const state = await openState(config, own, clock);
    closing.push(() => state.close());
    const { createHttpClient } = await import('../platform/http-client.ts');
    const http = createHttpClient(USER_AGENT);
    closing.push(() => http.close());
    const plans = planAccounts(config, {
      state: dryRun ? unchanged(state) : state,
      clock,
      random: systemRandom,
      http: () => Promise.resolve(http),
      urgent,
    });
    if (!dryRun) return { journal: own, plans, close };
    const elsewhere = await makeTemporaryFolder();
    closing.push(() => elsewhere.remove());
    return { journal: await open(elsewhere.path), plans, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Tokens are renewed for everybody, and a refused login is not tried again by anybody; the rest is only looked at. */
function unchanged(state: BridgeState): BridgeState {
  const isShared = (slot: string) =>
    slot.startsWith('latch:') || Object.values<string>(WEB_API_SLOTS).includes(slot);
  const overlays = new Map<string, ReturnType<typeof overlaySlot>>();
  return {
    ...state,
    of(account) {
      const { store, fingerprint } = state.of(account);
      const slot = (owner: string, name: string) => {
        const real = store.slot(owner, name);
        if (isShared(name)) return real;
        const key = JSON.stringify([owner, name]);
        const overlay = overlays.get(key) ?? overlaySlot(real);
        overlays.set(key, overlay);
        return overlay;
      };
      const names = (owner: string) => store.slotNames(owner);
      return {
        fingerprint,
        store: { open: () => store.open(), close: () => store.close(), slot, slotNames: names },
      };
    },
  };
}
