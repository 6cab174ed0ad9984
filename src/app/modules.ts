import type { Clock } from '../platform/clock.ts';
import type { Fingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import { mongoSettings, type MongoOptions } from '../sinks/nightscout/mongo/options.ts';
import { restV1Settings, type RestV1Options } from '../sinks/nightscout/rest-v1/options.ts';
import type { Sink } from '../sinks/sink.ts';
import { shareSettings, type ShareOptions } from '../sources/dexcom/share/options.ts';
import type { Source } from '../sources/source.ts';

/** What an adapter may be given. */
export interface AdapterTools {
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
  /** A durable named value of the account that only this adapter uses. */
  readonly slot: (name: string) => StateSlot;
  readonly fingerprint: Fingerprint;
}

/** One adapter: where it lives, its settings, and how it is made. Its code loads when it is made. */
export interface AdapterModule<Options, Part> {
  /** Folder below `src/sources` or `src/sinks`. */
  readonly folder: string;
  /** Name of the part in the log, in slots and in cursors; never changes. */
  readonly name: string;
  create(options: Options, tools: AdapterTools): Promise<Part>;
}

/** The adapters’ settings, by the name under which an account carries their options. */
export const SETTING_GROUPS = {
  share: shareSettings,
  restV1: restV1Settings,
  mongo: mongoSettings,
};

/** Every source there is. */
export const SOURCES = {
  share: {
    folder: 'dexcom/share',
    name: 'share',
    async create(options, { http, clock, slot, fingerprint }) {
      const [{ createShareSource }, client] = await Promise.all([
        import('../sources/dexcom/share/index.ts'),
        http(),
      ]);
      return createShareSource({
        options,
        http: client,
        clock,
        session: slot('session:share'),
        fingerprint,
      });
    },
  } satisfies AdapterModule<ShareOptions, Source>,
};

/** Every sink there is. */
export const SINKS = {
  restV1: {
    folder: 'nightscout/rest-v1',
    name: 'nightscout',
    async create(options, { http, clock, fingerprint }) {
      const [{ createRestV1Sink }, client] = await Promise.all([
        import('../sinks/nightscout/rest-v1/index.ts'),
        http(),
      ]);
      return createRestV1Sink({ options, http: client, clock, fingerprint });
    },
  } satisfies AdapterModule<RestV1Options, Sink>,
  mongo: {
    folder: 'nightscout/mongo',
    name: 'mongodb',
    async create(options, { clock, fingerprint }) {
      const { createMongoSink } = await import('../sinks/nightscout/mongo/index.ts');
      return createMongoSink({ options, clock, fingerprint });
    },
  } satisfies AdapterModule<MongoOptions, Sink>,
};
