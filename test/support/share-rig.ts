import { inspect } from 'node:util';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs, type EpochMs } from '../../src/domain/instant.ts';
import type { StateSlot } from '../../src/domain/state-slot.ts';
import { keyedFingerprint } from '../../src/platform/fingerprint.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { Secret } from '../../src/platform/secret.ts';
import { createShareSource } from '../../src/sources/dexcom/share/index.ts';
import type { ShareOptions } from '../../src/sources/dexcom/share/options.ts';
import type { Source, SourceBatch } from '../../src/sources/source.ts';
import { startShareStub, type ShareStub } from './share-stub.ts';

/** 2025-04-19T16:43:33.817Z: the instant around which the tests play. */
export const NOW = epochMs(1_745_081_013_817);
export const PASSWORD = '0042 pa"ss\\wörd';
export const USER_NAME = '+11234567890';

/** A Share source with a server of its own, a clock that stands still and a slot in memory. */
export interface ShareRig {
  readonly stub: ShareStub;
  readonly source: Source;
  readonly slot: StateSlot & { content: string | undefined; faulty: boolean };
  /** Moves the clock. */
  at(now: EpochMs): void;
  /** Another source on the same server and slot, as after a restart. */
  restarted(change?: Partial<ShareOptions>): Source;
  /** Fetches the last `minutes`. */
  fetch(minutes?: number, source?: Source): Promise<SourceBatch>;
  /** Fetches and gives the failure; fails when there is none. */
  refusal(source?: Source): Promise<BridgeFailure>;
  close(): Promise<void>;
}

/** Starts one; the source is open. */
export async function startShareRig(change: Partial<ShareOptions> = {}): Promise<ShareRig> {
  const stub = await startShareStub();
  const http = createHttpClient('bridge-test/1');
  let now = NOW;
  const slot: ShareRig['slot'] = {
    content: undefined,
    faulty: false,
    read: async () => slot.content,
    async write(value) {
      if (slot.faulty) throw new BridgeFailure('journal.disk_full', 'transient', 'disk full');
      slot.content = value;
    },
    async clear() {
      if (slot.faulty) throw new BridgeFailure('journal.disk_full', 'transient', 'disk full');
      slot.content = undefined;
    },
    async swap(expected, next) {
      if (slot.faulty) throw new BridgeFailure('journal.disk_full', 'transient', 'disk full');
      if (slot.content !== expected) return false;
      slot.content = next;
      return true;
    },
  };
  const create = (more: Partial<ShareOptions> = {}) =>
    createShareSource({
      options: {
        login: { by: 'name', name: USER_NAME },
        password: new Secret(PASSWORD),
        region: 'ous',
        serverUrl: stub.url,
        ...change,
        ...more,
      },
      http,
      clock: { now: () => now, sleep: () => Promise.reject(new Error('a source never sleeps')) },
      session: slot,
      fingerprint: keyedFingerprint('test key'),
    });
  const source = create();
  await source.open();
  const rig: ShareRig = {
    stub,
    source,
    slot,
    at: (instant) => void (now = instant),
    restarted: create,
    fetch: (minutes = 10, from = source) =>
      from.fetch({ from: epochMs(now - minutes * 60_000), to: now }, new AbortController().signal),
    async refusal(from = source) {
      const thrown: unknown = await rig.fetch(10, from).then(
        () => new Error('no failure'),
        (reason: unknown) => reason,
      );
      if (thrown instanceof BridgeFailure) return thrown;
      throw new Error(`no BridgeFailure but ${inspect(thrown)}`);
    },
    async close() {
      http.close();
      await stub.close();
    },
  };
  return rig;
}

/** A record as Share writes it today. */
export function wireRecord(at: number, value: unknown = 120, trend: unknown = 'Flat'): object {
  return {
    WT: `Date(${at})`,
    ST: `Date(${at})`,
    DT: `Date(${at}-0400)`,
    Value: value,
    Trend: trend,
  };
}
