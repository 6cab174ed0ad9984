import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { HOUR_MS } from '../../src/domain/instant.ts';
import { DexcomError } from '../../src/library/dexcom-error.ts';
import { MemoryTokenStore, type TokenStore } from '../../src/library/token-store.ts';
import { createWebApiAccount, type WebApiAccount } from '../../src/library/web-api-account.ts';
import { createHttpClient } from '../../src/platform/http-client.ts';
import { seededRandom } from '../../src/platform/random.ts';
import { createCallBudgets } from '../../src/sources/dexcom/web-api/index.ts';
import { startWebApiRig, type WebApiRig } from '../support/web-api-rig.ts';

let rig: WebApiRig;
let memory: MemoryTokenStore;
let steps: string[];
let isFull: boolean;
let account: WebApiAccount;
beforeEach(async () => {
  rig = await startWebApiRig();
  memory = new MemoryTokenStore();
  steps = [];
  isFull = false;
  const random = seededRandom(1);
  account = createWebApiAccount({
    options: rig.options,
    store,
    http: createHttpClient('library-test/1'),
    clock: rig.clock,
    random,
    budgets: createCallBudgets(rig.clock, random),
    skipped: () => undefined,
  });
  await account.exchange('a-code');
});
afterEach(async () => {
  await account.close();
  await rig.close();
});

/** Without `swap`, as most stores of one program are. */
const store: TokenStore = {
  read: (key) => memory.read(key),
  async write(key, text) {
    if (isFull && key === 'tokens') throw new Error('disk full');
    // Others get their turn, as on a disk.
    await new Promise((resolve) => setImmediate(resolve));
    if (key === 'tokens') steps.push(/refresh-\d/.exec(text)?.[0] ?? 'none');
    await memory.write(key, text);
  },
};

test('tokens are renewed once for all calls that need it, and are in the store before they are used', async () => {
  await rig.clock.advance(3 * HOUR_MS);
  const used: string[] = [];
  await Promise.all(
    [account.held({}), account.devices({}), account.held({})].map(async (call) => {
      await call;
      used.push(steps.at(-1) ?? '');
    }),
  );
  expect(rig.stub.calls().filter((call) => call === 'token')).toHaveLength(2);
  expect(steps).toEqual(['refresh-1', 'refresh-2']);
  expect(used).toEqual(['refresh-2', 'refresh-2', 'refresh-2']);
  for (const { call, headers } of rig.stub.requests) {
    if (call !== 'token') expect(headers['authorization']).toBe(`Bearer ${rig.stub.live.access}`);
  }
});

test('tokens that the store cannot keep are held, told with the store’s own error, and kept with the next call', async () => {
  isFull = true;
  const thrown: unknown = await rig.whilePassing(account.refresh({})).catch((one: unknown) => one);
  expect(thrown).toBeInstanceOf(DexcomError);
  expect(thrown).toMatchObject({ code: 'web-api.tokens_unsaved', kind: 'transient' });
  expect((thrown as DexcomError).cause).toEqual(new Error('disk full'));
  isFull = false;
  expect(await account.held({})).toHaveProperty('spans');
  expect(await memory.read('tokens')).toContain(rig.stub.live.refresh);
  expect(rig.stub.spent).toHaveLength(2);
});

test('a store that cannot be read tells so in its own words', async () => {
  memory.read = () => Promise.reject(new Error('no such disk'));
  await expect(account.held({})).rejects.toEqual(new Error('no such disk'));
  expect(rig.stub.calls()).toEqual(['token']);
});
