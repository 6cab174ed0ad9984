import type { Clock } from '../platform/clock.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Random } from '../platform/random.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Sink } from '../sinks/sink.ts';
import type { CallBudgets } from '../sources/dexcom/web-api/index.ts';
import type { HistorySource } from '../sources/history-source.ts';
import type { Source } from '../sources/source.ts';
import type { StatusParts } from '../telemetry/status-board.ts';
import type { AccountPlan, PartPlan } from './build-bridge.ts';
import {
  HISTORY_SOURCES,
  SINKS,
  SOURCES,
  TREATMENT_SINKS,
  type AdapterModule,
  type AdapterTools,
} from './modules.ts';
import type { BridgeState } from './open-state.ts';
import type { BridgeAccount, BridgeConfiguration } from './read-configuration.ts';

/** What making adapters needs. */
export interface PlanTools {
  readonly state: BridgeState;
  readonly clock: Clock;
  readonly random: Random;
  readonly http: () => Promise<HttpClient>;
  readonly urgent: UrgentWork;
}

/** Gives the adapters of an account their durable values. */
export type AccountSlots = (account: string, name: string) => StateSlot;

/** Every account with its sources and sinks, none of them made yet. */
export function planAccounts(
  config: Pick<BridgeConfiguration, 'accounts' | 'shareRequestsPerReading'>,
  tools: PlanTools,
  slotOf: AccountSlots = (account, name) => tools.state.of(account).store.slot(account, name),
): readonly AccountPlan[] {
  let budgets: Promise<CallBudgets> | undefined;
  const loadBudgets = async () => {
    const { createCallBudgets } = await import('../sources/dexcom/web-api/index.ts');
    return createCallBudgets(tools.clock, tools.random);
  };
  return config.accounts.map((account) => {
    const { store, fingerprint } = tools.state.of(account.name);
    const given: AdapterTools = {
      ...tools,
      fingerprint,
      slot: (name) => slotOf(account.name, name),
      budgets: () => (budgets ??= loadBudgets()),
    };
    const plan = <Options, Part>(
      module: AdapterModule<Options, Part>,
      options: Options,
    ): PartPlan<Part> => ({ name: module.name, create: () => module.create(options, given) });
    const { share, webApi, restV1, restV3, mongo } = account;
    const sources: PartPlan<Source>[] = [];
    const history: PartPlan<HistorySource>[] = [];
    const sinks: PartPlan<Sink>[] = [];
    if (share !== undefined) sources.push(plan(SOURCES.share, share));
    if (webApi !== undefined) history.push(plan(HISTORY_SOURCES.webApi, webApi));
    if (restV1 !== undefined) sinks.push(plan(SINKS.restV1, restV1));
    if (restV3 !== undefined) sinks.push(plan(SINKS.restV3, restV3));
    if (mongo !== undefined) sinks.push(plan(SINKS.mongo, mongo));
    if (webApi !== undefined) {
      if (restV1 !== undefined) sinks.push(plan(TREATMENT_SINKS.restV1, restV1));
      if (restV3 !== undefined) sinks.push(plan(TREATMENT_SINKS.restV3, restV3));
      if (mongo !== undefined) sinks.push(plan(TREATMENT_SINKS.mongo, mongo));
    }
    return {
      name: account.name,
      state: store,
      toleranceMs: account.mergeToleranceMs,
      requestsPerReading: config.shareRequestsPerReading,
      historySchedule: account.historySchedule,
      sources,
      history,
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
  return {
    name: account.name,
    sources: [...named(SOURCES), ...named(HISTORY_SOURCES)],
    sinks: [...named(SINKS), ...(account.webApi === undefined ? [] : named(TREATMENT_SINKS))],
  };
}
