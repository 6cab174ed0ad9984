import type { Clock } from '../platform/clock.ts';
import type { Fingerprint } from '../platform/fingerprint.ts';
import type { HttpClient } from '../platform/http-client.ts';
import type { Random } from '../platform/random.ts';
import type { UrgentWork } from '../platform/urgent-work.ts';
import type { StateSlot } from '../domain/state-slot.ts';
import { mongoSettings, type MongoOptions } from '../sinks/nightscout/mongo/options.ts';
import { restV1Settings, type RestV1Options } from '../sinks/nightscout/rest-v1/options.ts';
import { restV3Settings, type RestV3Options } from '../sinks/nightscout/rest-v3/options.ts';
import type { Sink } from '../sinks/sink.ts';
import { shareSettings, type ShareOptions } from '../sources/dexcom/share/options.ts';
import { webApiSettings, type WebApiOptions } from '../sources/dexcom/web-api/options.ts';
import type { CallBudgets } from '../sources/dexcom/web-api/index.ts';
import type { HistorySource } from '../sources/history-source.ts';
import type { Source } from '../sources/source.ts';

/** What an adapter may be given. */
export interface AdapterTools {
  readonly http: () => Promise<HttpClient>;
  readonly clock: Clock;
  readonly random: Random;
  /** A durable named value of the account that only this adapter uses. */
  readonly slot: (name: string) => StateSlot;
  readonly fingerprint: Fingerprint;
  /** Calls of each Web API application, one set for the whole program. */
  readonly budgets: () => Promise<CallBudgets>;
  /** What a stop waits for. */
  readonly urgent: UrgentWork;
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
  webApi: webApiSettings,
  restV1: restV1Settings,
  restV3: restV3Settings,
  mongo: mongoSettings,
};

/** Every source of the newest readings there is. */
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

/** Names of the slots of the Web API: `authorize` writes them too. */
export const WEB_API_SLOTS = { tokens: 'tokens:web-api', lease: 'lease:web-api' } as const;

/** Every source of history there is. */
export const HISTORY_SOURCES = {
  webApi: {
    folder: 'dexcom/web-api',
    name: 'web-api',
    async create(options, { http, clock, random, slot, fingerprint, budgets, urgent }) {
      const [{ createWebApiSource }, client] = await Promise.all([
        import('../sources/dexcom/web-api/index.ts'),
        http(),
      ]);
      return createWebApiSource({
        options,
        http: client,
        clock,
        random,
        tokens: slot(WEB_API_SLOTS.tokens),
        lease: slot(WEB_API_SLOTS.lease),
        fingerprint,
        budgets: await budgets(),
        urgent,
      });
    },
  } satisfies AdapterModule<WebApiOptions, HistorySource>,
};

/** Every sink of readings there is. */
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
  // The same name: a site goes on where it is, by whichever API it is reached.
  restV3: {
    folder: 'nightscout/rest-v3',
    name: 'nightscout',
    async create(options, { http, clock, fingerprint }) {
      const [{ createRestV3Sink }, client] = await Promise.all([
        import('../sinks/nightscout/rest-v3/index.ts'),
        http(),
      ]);
      return createRestV3Sink({ options, http: client, clock, fingerprint });
    },
  } satisfies AdapterModule<RestV3Options, Sink>,
  mongo: {
    folder: 'nightscout/mongo',
    name: 'mongodb',
    async create(options, { clock, fingerprint }) {
      const { createMongoSink } = await import('../sinks/nightscout/mongo/index.ts');
      return createMongoSink({ options, clock, fingerprint });
    },
  } satisfies AdapterModule<MongoOptions, Sink>,
};

/** What a source of history brings beside readings goes by sinks of its own, so that it never holds glucose up. */
export const TREATMENT_SINKS = {
  restV1: {
    folder: SINKS.restV1.folder,
    name: 'nightscout-treatments',
    async create(options, { http, clock, fingerprint }) {
      const [{ createRestV1TreatmentsSink }, client] = await Promise.all([
        import('../sinks/nightscout/rest-v1/index.ts'),
        http(),
      ]);
      return createRestV1TreatmentsSink({ options, http: client, clock, fingerprint });
    },
  } satisfies AdapterModule<RestV1Options, Sink>,
  restV3: {
    folder: SINKS.restV3.folder,
    name: 'nightscout-treatments',
    async create(options, { http, clock, fingerprint }) {
      const [{ createRestV3TreatmentsSink }, client] = await Promise.all([
        import('../sinks/nightscout/rest-v3/index.ts'),
        http(),
      ]);
      return createRestV3TreatmentsSink({ options, http: client, clock, fingerprint });
    },
  } satisfies AdapterModule<RestV3Options, Sink>,
  mongo: {
    folder: SINKS.mongo.folder,
    name: 'mongodb-treatments',
    async create(options, { clock, fingerprint }) {
      const { createMongoTreatmentsSink } = await import('../sinks/nightscout/mongo/index.ts');
      return createMongoTreatmentsSink({ options, clock, fingerprint });
    },
  } satisfies AdapterModule<MongoOptions, Sink>,
};
