import { toIsoUtc } from '../../domain/instant.ts';
import type { StateSlot } from '../../domain/state-slot.ts';
import type { Clock } from '../../platform/clock.ts';
import type { StateConnection } from './connection.ts';
import { damaged, isDuplicate, newer } from './failures.ts';
import type { Keys } from './keyring.ts';
import { openText, sealText, type RandomBytes } from './sealed-text.ts';
import { bytesOf, FORMAT, type Foreign, type StoredSlot } from './stored-document.ts';

/** What an operation works with. */
export interface StateTools {
  readonly connection: StateConnection;
  readonly keys: Keys;
}

/** One slot, and how its documents are reached. */
export interface MongoSlotParts {
  readonly scope: string;
  readonly account: string;
  readonly name: string;
  readonly collection: string;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly use: <T>(work: (tools: StateTools) => Promise<T>) => Promise<T>;
}

/** A value as it was found, with the piece that must still be there when it is exchanged. */
interface Found {
  readonly piece: Uint8Array;
  readonly text: string;
}

/** The slot. Every operation is one document, so that it happens wholly or not at all. */
export function mongoSlot(parts: MongoSlotParts): StateSlot {
  const { scope, account, name, collection, clock, randomBytes, use } = parts;
  const idIn = (keys: Keys): string => keys.idOf([scope, account, name]);

  function sealed(keys: Keys, value: string): StoredSlot {
    const _id = idIn(keys);
    return {
      _id,
      format: FORMAT,
      account: keys.idOf([scope, account]),
      name: sealText(name, keys.seal, ['name', _id], randomBytes),
      value: sealText(value, keys.seal, ['value', scope, account, name], randomBytes),
      written_at: toIsoUtc(clock.now()),
    };
  }

  async function find({ connection, keys }: StateTools): Promise<Found | undefined> {
    const document: Foreign | null = await connection.documents.findOne({ _id: idIn(keys) });
    if (document === null) return undefined;
    if (typeof document['format'] === 'number' && document['format'] > FORMAT) {
      throw newer(collection);
    }
    const piece = bytesOf(document, 'value');
    const text = piece && openText(piece, keys.seal, ['value', scope, account, name]);
    if (piece === undefined || text === undefined) {
      throw damaged(`The value ${JSON.stringify(name)} of account ${account}`, collection);
    }
    return { piece, text };
  }

  /** Whether there was nothing to be in its way. */
  async function insert({ connection }: StateTools, document: StoredSlot): Promise<boolean> {
    try {
      await connection.documents.insertOne(document);
      return true;
    } catch (thrown) {
      if (isDuplicate(thrown)) return false;
      throw thrown;
    }
  }

  return {
    read: () => use(async (tools) => (await find(tools))?.text),
    write: (value) =>
      use(async (tools) => {
        const document = sealed(tools.keys, value);
        const { _id, ...rest } = document;
        const put = (): Promise<unknown> =>
          tools.connection.documents.replaceOne({ _id }, rest, { upsert: true });
        try {
          await put();
        } catch (thrown) {
          // Two made it at one moment: now it is there, and is replaced.
          if (!isDuplicate(thrown)) throw thrown;
          await put();
        }
      }),
    clear: () =>
      use(async ({ connection, keys }) => {
        await connection.documents.deleteOne({ _id: idIn(keys) });
      }),
    swap: (expected, next) =>
      use(async (tools) => {
        const document = sealed(tools.keys, next);
        if (expected === undefined) return insert(tools, document);
        const found = await find(tools);
        if (found?.text !== expected) return false;
        const { _id, ...rest } = document;
        const held = { _id, value: found.piece };
        const { matchedCount } = await tools.connection.documents.replaceOne(held, rest);
        return matchedCount === 1;
      }),
  };
}
