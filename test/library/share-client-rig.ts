import { afterEach, beforeEach } from '@jest/globals';
import { ShareClient, type ShareClientOptions } from '../../src/library/index.ts';
import { shareFault } from '../support/share-fault.ts';
import { PASSWORD } from '../support/share-rig.ts';
import { startShareStub, type ShareStub } from '../support/share-stub.ts';

export const REFUSED = shareFault('AccountPasswordInvalid', 'Publisher account password failed');
export const DEAD = shareFault('SessionIdNotFound', 'Failed to find session object.');

/** Options that may be wrong, as those of plain JavaScript. */
export type LooseOptions = Partial<Record<keyof ShareClientOptions, unknown>>;

/** A server and clients for it, new for each test. */
export interface ShareClientRig {
  readonly stub: ShareStub;
  client(change?: LooseOptions): ShareClient;
  /** What reads are answered from now on. */
  shows(...records: object[]): void;
}

/** Call it once at the top of a suite. */
export function rigEachTest(): ShareClientRig {
  let stub: ShareStub | undefined;
  let open: ShareClient[] = [];
  beforeEach(async () => {
    stub = await startShareStub();
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((client) => client.close()));
    await stub?.close();
  });
  return {
    get stub() {
      if (stub === undefined) throw new Error('only within a test');
      return stub;
    },
    client(change = {}) {
      const baseUrl = stub?.url;
      const options = { username: 'someone', password: PASSWORD, baseUrl, ...change };
      const made = new ShareClient(options as ShareClientOptions);
      open.push(made);
      return made;
    },
    shows: (...records) => stub?.answer('read', { body: JSON.stringify(records) }),
  };
}

/** The instant so many minutes before now, in ms. */
export const ago = (minutes: number): number => Math.floor(Date.now() - minutes * 60_000);

/** What a promise rejects with; rejects itself where it does not. */
export async function rejected(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('no error');
    },
    (reason: unknown) => reason,
  );
}
