import { hkdfSync } from 'node:crypto';
import { sign, verify } from 'hono/jwt';
import { HOUR_MS, SECOND_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Pass } from '../../platform/reader-access.ts';
import type { Secret } from '../../platform/secret.ts';

/** `good`; `over`: ours, and its time has run out; `foreign`: not signed by this secret, or no pass at all. */
export type PassState = 'good' | 'over' | 'foreign';

/** Signs passes and knows them again. */
export interface PassOffice {
  issue(): Promise<Pass>;
  judge(text: string): Promise<PassState>;
}

const LIFE_MS = 8 * HOUR_MS;
const ALGORITHM = 'HS256';
/** What the key and the passes are for, so that no other use of the same secret can make one. */
const PURPOSE = 'nightscout-dexcom-bridge reader pass 1';
const KEY_BYTES = 32;

/** The key comes from the secret: passes outlive a restart, and end when the secret is changed. */
export function createPassOffice(secret: Secret, clock: Clock): PassOffice {
  const key = Buffer.from(hkdfSync('sha256', secret.reveal(), '', PURPOSE, KEY_BYTES)).toString(
    'base64url',
  );
  return {
    async issue() {
      const iat = Math.floor(clock.now() / SECOND_MS);
      const exp = iat + LIFE_MS / SECOND_MS;
      return { token: await sign({ aud: PURPOSE, iat, exp }, key, ALGORITHM), iat, exp };
    },
    async judge(text) {
      if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text)) return 'foreign';
      try {
        // Its times are judged below, by the clock of the program.
        const { exp } = await verify(text, key, {
          alg: ALGORITHM,
          aud: PURPOSE,
          exp: false,
          iat: false,
          nbf: false,
        });
        return typeof exp === 'number' && clock.now() < exp * SECOND_MS ? 'good' : 'over';
      } catch {
        return 'foreign';
      }
    },
  };
}
