import { RECORD_KINDS } from '../domain/record.ts';
import type { MeteredAccount } from '../telemetry/bridge-measure.ts';
import { HISTORY_SOURCES } from './modules.ts';
import { partsOf } from './plan-accounts.ts';
import type { BridgeAccount } from './read-configuration.ts';
import { sinkKinds } from './sink-kinds.ts';

/** What is counted of each account: every part that is configured, with the kinds of records it has to do with. */
export function meteredAccounts(accounts: readonly BridgeAccount[]): readonly MeteredAccount[] {
  return accounts.map((account) => {
    const { name, sources, sinks } = partsOf(account);
    return {
      name,
      sources: sources.map((source) => ({
        name: source,
        kinds: bringsHistory(source) ? RECORD_KINDS : ['reading'],
      })),
      sinks: sinks.map((sink) => ({ name: sink, kinds: sinkKinds(sink, account.writes) })),
    };
  });
}

function bringsHistory(source: string): boolean {
  return Object.values(HISTORY_SOURCES).some(({ name }) => name === source);
}
