import { asFailure } from '../domain/failure.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import type { Journal } from '../journal/journal.ts';
import type { StateStore } from '../journal/state-store.ts';
import { closeLatch, latchSlotName, readLatch, refusalOf } from '../pipeline/latch.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { keyedFingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import { systemStrongRandom } from '../platform/strong-random.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { AccountPlan } from './build-bridge.ts';
import { checkNotify } from './check-notify.ts';
import { faultRow, type CheckRow } from './check-row.ts';
import { checkSink } from './check-sink.ts';
import { checkSource } from './check-source.ts';
import { openForReading, openForWriting } from './open-journal.ts';
import { openState, type BridgeState } from './open-state.ts';
import { overlaySlot } from './overlay-slot.ts';
import { planAccounts } from './plan-accounts.ts';
import type { BridgeConfiguration } from './read-configuration.ts';

/** What can be tried by itself. */
export type TrialPart = 'share' | 'nightscout' | 'mongodb' | 'notices';

/** Tries parts of a configuration that is being made. */
export interface InitTrial {
  /** One look at it. The same credentials are never tried again after a refusal, whatever is asked here. */
  look(
    config: BridgeConfiguration,
    part: TrialPart,
    signal: AbortSignal,
  ): Promise<readonly CheckRow[]>;
  /** Leaves to the daemon what was refused, so that it does not repeat it. @throws BridgeFailure `journal.…` */
  keepRefusals(config: BridgeConfiguration): Promise<void>;
  close(): Promise<void>;
}

/** Opens nothing until it is asked to look. */
export function createInitTrial(clock: Clock = systemClock): InitTrial {
  const closing: (() => unknown)[] = [];
  const memory = memoryState();
  let client: Promise<HttpClient> | undefined;

  const http = () => (client ??= loadClient());
  async function loadClient(): Promise<HttpClient> {
    const { createHttpClient } = await import('../platform/http-client.ts');
    const made = createHttpClient(USER_AGENT);
    closing.push(() => made.close());
    return made;
  }

  const planOf = (config: BridgeConfiguration, state: BridgeState): AccountPlan | undefined =>
    planAccounts(
      config,
      { state, clock, random: systemRandom, http, urgent: createUrgentWork() },
      // A Share login of its own: the session of a running daemon is left alone.
      (account, name) =>
        name.startsWith('session:') ? overlaySlot() : state.of(account).store.slot(account, name),
    )[0];

  /** Where a daemon has worked before, its latches count, and a refusal is kept there at once. */
  async function withState<T>(
    config: BridgeConfiguration,
    work: (state: BridgeState) => Promise<T>,
  ): Promise<T> {
    const existing = await openForReading(config.dataDir);
    if (existing === undefined) return work(memory);
    await existing.close();
    return withJournal(config, work);
  }

  async function withJournal<T>(
    config: BridgeConfiguration,
    work: (state: BridgeState) => Promise<T>,
  ): Promise<T> {
    const journal: Journal = await openForWriting(config.dataDir);
    try {
      const state = await openState(config, journal, clock);
      try {
        return await work(state);
      } finally {
        await state.close();
      }
    } finally {
      await journal.close();
    }
  }

  return {
    async look(config, part, signal) {
      if (part === 'notices') return checkNotify(config.notify, true, signal);
      try {
        return await withState(config, async (state) => {
          const plan = planOf(config, state);
          if (plan === undefined) return [];
          const tools = { state: plan.state, account: plan.name, clock, signal };
          const source = plan.sources.find(({ name }) => name === part);
          if (source !== undefined) return checkSource(source, tools);
          const sink = plan.sinks.find(({ name }) => name === part);
          return sink === undefined ? [] : checkSink(sink, tools);
        });
      } catch (thrown) {
        signal.throwIfAborted();
        return [faultRow('data folder', asFailure(thrown))];
      }
    },
    async keepRefusals(config) {
      const refused = await refusals(planOf(config, memory));
      if (refused.length === 0) return;
      await withJournal(config, async (state) => {
        const plan = planOf(config, state);
        for (const { side, name, latch } of refused) {
          const part = await partOf(plan, side, name);
          const slot = plan?.state.slot(plan.name, latchSlotName(side, name));
          if (part === undefined || slot === undefined) continue;
          await closeLatch(slot, refusalOf(latch), part.credentialsFingerprint, latch.since);
        }
      });
    },
    async close() {
      for (const close of closing.splice(0).reverse()) await close();
    },
  };
}

/** What these very credentials were refused for, as it is held in memory. */
async function refusals(plan: AccountPlan | undefined) {
  const found = [];
  for (const side of ['source', 'sink'] as const) {
    for (const { name } of side === 'source' ? (plan?.sources ?? []) : (plan?.sinks ?? [])) {
      const slot = plan?.state.slot(plan.name, latchSlotName(side, name));
      const latch = slot && (await readLatch(slot));
      const part = await partOf(plan, side, name);
      if (latch === undefined || latch.fingerprint !== part?.credentialsFingerprint) continue;
      found.push({ side, name, latch });
    }
  }
  return found;
}

async function partOf(plan: AccountPlan | undefined, side: 'source' | 'sink', name: string) {
  const plans = side === 'source' ? plan?.sources : plan?.sinks;
  return plans?.find((one) => one.name === name)?.create();
}

/** State that ends with this process: nothing is left behind where nothing is written in the end. */
function memoryState(): BridgeState {
  const slots = new Map<string, StateSlot>();
  const store: StateStore = {
    open: async () => undefined,
    close: async () => undefined,
    slot(account, name) {
      const key = `${account} ${name}`;
      const slot = slots.get(key) ?? overlaySlot();
      slots.set(key, slot);
      return slot;
    },
    slotNames: async () => [],
  };
  const fingerprint = keyedFingerprint(systemStrongRandom.token());
  return { of: () => ({ store, fingerprint }), close: async () => undefined };
}
