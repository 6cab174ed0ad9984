import { afterEach, beforeEach } from '@jest/globals';
import {
  WebApiClient,
  type DexcomError,
  type WebApiClientOptions,
} from '../../src/library/index.ts';
import { CLIENT_ID, CLIENT_SECRET } from '../support/web-api-rig.ts';
import { startWebApiStub, type WebApiStub } from '../support/web-api-stub.ts';

export const REDIRECT = 'http://localhost:17581/callback';

/** Options that may be wrong, as those of plain JavaScript. */
export type LooseOptions = Partial<Record<keyof WebApiClientOptions, unknown>> & object;

/** A server and clients for it, new for each test. */
export interface WebApiClientRig {
  readonly stub: WebApiStub;
  client(change?: LooseOptions): WebApiClient;
  /** A client with tokens. */
  permitted(change?: LooseOptions): Promise<WebApiClient>;
  /** Closes it after the test. */
  closeLater(client: WebApiClient): WebApiClient;
}

/** Call it once at the top of a suite. */
export function rigEachTest(): WebApiClientRig {
  let stub: WebApiStub | undefined;
  let open: WebApiClient[] = [];
  beforeEach(async () => {
    stub = await startWebApiStub();
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((client) => client.close()));
    await stub?.close();
  });
  const rig: WebApiClientRig = {
    get stub() {
      if (stub === undefined) throw new Error('only within a test');
      return stub;
    },
    client: (change = {}) =>
      rig.closeLater(
        new WebApiClient({
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          redirectUri: REDIRECT,
          baseUrl: stub?.url,
          ...change,
        } as WebApiClientOptions),
      ),
    async permitted(change) {
      const made = rig.client(change);
      await made.exchangeCode('a-code');
      return made;
    },
    closeLater(client) {
      open.push(client);
      return client;
    },
  };
  return rig;
}

/** What a promise rejects with; rejects itself where it does not. */
export async function rejected(promise: Promise<unknown>): Promise<DexcomError> {
  return promise.then(
    () => {
      throw new Error('no error');
    },
    (reason: unknown) => reason as DexcomError,
  );
}

/** All that an iterator gives. */
export async function all<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of iterable) found.push(one);
  return found;
}
