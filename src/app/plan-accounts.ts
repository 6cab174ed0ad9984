import type { StateSlot } from '../domain/state-slot.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../platform/clock.ts';
import type { Fingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Source } from '../sources/source.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import type { AccountPlan, PartPlan } from './build-bridge.ts';
import { SINKS, SOURCES, type AdapterModule, type AdapterTools } from './modules.ts';
import type { BridgeAccount, BridgeConfiguration } from './read-configuration.ts';

/** What making adapters needs. */
export interface PlanTools {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly http: () => Promise<HttpClient>;
  readonly fingerprint: Fingerprint;
}

/** Gives the adapters of an account their durable values. */
export type AccountSlots = (account: string, name: string) => StateSlot;

/** Every account with its sources and sinks, none of them made yet. */
export function planAccounts(
  config: Pick<BridgeConfiguration, 'accounts' | 'shareRequestsPerReading'>,
  tools: PlanTools,
  slotOf: AccountSlots = (account, name) => tools.journal.slot(account, name),
): readonly AccountPlan[] {
  return config.accounts.map((account) => {
    const given: AdapterTools = {
      ...tools,
      slot: (name) => slotOf(account.name, name),
    };
    const plan = <Options, Part>(
      module: AdapterModule<Options, Part>,
      options: Options,
    ): PartPlan<Part> => ({ name: module.name, create: () => module.create(options, given) });
    const sources: PartPlan<Source>[] = [];
    if (account.share !== undefined) sources.push(plan(SOURCES.share, account.share));
    const sinks: PartPlan<Sink>[] = [];
    if (account.restV1 !== undefined) sinks.push(plan(SINKS.restV1, account.restV1));
    if (account.mongo !== undefined) sinks.push(plan(SINKS.mongo, account.mongo));
    return {
      name: account.name,
      toleranceMs: account.mergeToleranceMs,
      requestsPerReading: config.shareRequestsPerReading,
      sources,
      sinks,
    };
  });
}

/** The names alone. */
export function partsOf(account: BridgeAccount): StatusParts {
  const named = (modules: Readonly<Record<string, { readonly name: string }>>) =>
    Object.entries(modules).flatMap(([key, { name }]) =>
      account[key as keyof BridgeAccount] === undefined ? [] : [name],
    );
  return { name: account.name, sources: named(SOURCES), sinks: named(SINKS) };
}
