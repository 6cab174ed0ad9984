import { BridgeFailure } from '../domain/failure.ts';
import type { AccountPlan } from './build-bridge.ts';
import { noSuchAccount } from './no-such-account.ts';

/** Which of them all; undefined: every one. */
export interface BackfillChoice {
  readonly account: string | undefined;
  readonly source: string | undefined;
}

/**
 * The accounts to fill, each with the sources to read.
 * @throws BridgeFailure `command.no_account`, `command.no_source` (config; exit 64)
 */
export function choosePlans(
  plans: readonly AccountPlan[],
  { account, source }: BackfillChoice,
): readonly AccountPlan[] {
  const names = plans.map(({ name }) => name);
  if (account !== undefined && !names.includes(account)) throw noSuchAccount(account, names);
  const isWanted = ({ name }: { readonly name: string }) => source === undefined || name === source;
  const chosen = plans
    .filter(({ name }) => account === undefined || name === account)
    .map((plan) => ({
      ...plan,
      sources: plan.sources.filter(isWanted),
      history: plan.history.filter(isWanted),
    }))
    .filter(({ sources, history }) => sources.length + history.length > 0);
  if (chosen.length > 0) return chosen;
  throw new BridgeFailure(
    'command.no_source',
    'config',
    source === undefined
      ? 'No source of records is configured: set DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET for the Web API (history), or DEXCOM_USERNAME and DEXCOM_PASSWORD for Share (the last 24 hours).'
      : `No source ${source} is configured${account === undefined ? '' : ` for account ${account}`}: leave --source out, or set ${source === 'share' ? 'DEXCOM_USERNAME and DEXCOM_PASSWORD' : 'DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET, then run authorize'}.`,
  );
}
