import type { EpochMs } from '../domain/instant.ts';
import type { Journal } from '../journal/journal.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import type { Clock } from '../platform/clock.ts';
import type { ShownAccount, ShownLatch } from '../telemetry/shown-account.ts';
import type { AccountStatus, StatusBoard } from '../telemetry/status-board.ts';
import { noSuchAccount } from './no-such-account.ts';
import { partsOf } from './plan-accounts.ts';
import type { BridgeAccount } from './read-configuration.ts';
import { showAccount } from './show-account.ts';

/** What the running accounts are shown from. */
export interface LiveAccounts {
  readonly accounts: readonly BridgeAccount[];
  readonly journal: Journal;
  readonly board: StatusBoard;
  readonly clock: Clock;
}

/** How an account of this very process stands: what the board was told, with the cursors of the journal. */
export async function showLiveAccount(
  { accounts, journal, board, clock }: LiveAccounts,
  name: string,
): Promise<ShownAccount> {
  const account = accounts.find((one) => one.name === name);
  if (account === undefined) {
    throw noSuchAccount(
      name,
      accounts.map((one) => one.name),
    );
  }
  const kept = { ...board.snapshot(), keptAt: clock.now() };
  const told = kept.accounts.find((one) => one.name === name);
  const latches = latchesOf(told);
  const { writes } = account;
  return showAccount(
    partsOf(account),
    { journal, kept, latches, running: true, writes },
    clock.now(),
  );
}

/** A part that is latched has told why; the slot itself need not be read, which may lie in a database far away. */
function latchesOf(told: AccountStatus | undefined): ReadonlyMap<string, ShownLatch> {
  const latches = new Map<string, ShownLatch>();
  const add = (
    side: 'source' | 'sink',
    part: AccountStatus['sources'][number] | AccountStatus['sinks'][number],
  ) => {
    if (part.state !== 'latched') return;
    const since: EpochMs = part.since;
    const { code, message } = part.lastFailure ?? { code: 'bridge.stopped', message: '' };
    latches.set(latchSlotName(side, part.name), { code, message, since });
  };
  for (const part of told?.sources ?? []) add('source', part);
  for (const part of told?.sinks ?? []) add('sink', part);
  return latches;
}
