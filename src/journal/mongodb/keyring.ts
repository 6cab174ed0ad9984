import { createHash, createHmac, scrypt, timingSafeEqual } from 'node:crypto';
import { toIsoUtc } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Secret } from '../../platform/secret.ts';
import type { StateConnection } from './connection.ts';
import { damaged, isDuplicate, newer, wrongKey } from './failures.ts';
import type { RandomBytes } from './sealed-text.ts';
import { bytesOf, FORMAT, type Foreign, type StoredSalt } from './stored-document.ts';

/** What TOKEN_KEY and the salt of the collection make. */
export interface Keys {
  /** Seals names and values. */
  readonly seal: Uint8Array;
  /** A hash that tells nothing without the key. */
  idOf(parts: readonly string[]): string;
}

const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** 32 MiB and about a tenth of a second: guessing a short TOKEN_KEY gets dear, a small machine bears it once. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 67_108_864 };

/** Turns TOKEN_KEY into keys, once for each salt it meets. */
export interface Keyring {
  /**
   * The keys for what is in the collection now: it may have been deleted and made anew beside a running bridge.
   * @throws BridgeFailure `state.wrong_key`, `state.damaged`, `state.newer` (config)
   */
  current(connection: StateConnection): Promise<Keys>;
}

/** Derives nothing until it is asked. */
export function createKeyring(parts: {
  readonly key: Secret;
  readonly scope: string;
  readonly collection: string;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}): Keyring {
  const { key, scope, collection, clock, randomBytes } = parts;
  const saltId = `salt:${createHash('sha256').update(scope).digest('base64url')}`;
  let known: { readonly salt: Uint8Array; readonly derived: Promise<Derived> } | undefined;

  async function deriveOnce(salt: Uint8Array): Promise<Derived> {
    if (known === undefined || !equal(known.salt, salt)) {
      known = { salt, derived: derive(key.reveal(), salt) };
    }
    return known.derived;
  }

  async function make(connection: StateConnection): Promise<void> {
    const salt = randomBytes(SALT_BYTES);
    const { proof } = await deriveOnce(salt);
    const written_at = toIsoUtc(clock.now());
    const document: StoredSalt = { _id: saltId, format: FORMAT, salt, proof, written_at };
    try {
      await connection.documents.insertOne(document);
    } catch (thrown) {
      // Another bridge was first: its salt holds.
      if (!isDuplicate(thrown)) throw thrown;
    }
  }

  async function find(connection: StateConnection): Promise<Foreign | null> {
    return connection.documents.findOne({ _id: saltId });
  }

  return {
    async current(connection) {
      let stored = await find(connection);
      if (stored === null) {
        await make(connection);
        stored = await find(connection);
      }
      if (typeof stored?.['format'] === 'number' && stored['format'] > FORMAT) {
        throw newer(collection);
      }
      const salt = stored === null ? undefined : bytesOf(stored, 'salt');
      const proof = stored === null ? undefined : bytesOf(stored, 'proof');
      if (salt?.length !== SALT_BYTES || proof === undefined) {
        throw damaged('The salt of the key', collection);
      }
      const derived = await deriveOnce(salt);
      if (!equal(derived.proof, proof)) throw wrongKey(collection);
      return derived.keys;
    },
  };
}

interface Derived {
  readonly keys: Keys;
  readonly proof: Uint8Array;
}

async function derive(key: string, salt: Uint8Array): Promise<Derived> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(key, salt, 3 * KEY_BYTES, COST, (fault, made) => {
      if (fault === null) resolve(made);
      else reject(fault);
    });
  });
  const [seal, id, check] = [0, 1, 2].map((part) =>
    bytes.subarray(part * KEY_BYTES, (part + 1) * KEY_BYTES),
  ) as [Buffer, Buffer, Buffer];
  return {
    keys: {
      seal,
      idOf: (parts) => createHmac('sha256', id).update(JSON.stringify(parts)).digest('base64url'),
    },
    proof: createHmac('sha256', check).update('nightscout-dexcom-bridge state').digest(),
  };
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
