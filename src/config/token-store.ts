import type { Secret } from '../platform/secret.ts';
import { TOKEN_KEY_HINT } from './bridge-settings.ts';
import type { TokenStore } from './config.ts';
import type { Notes } from './faults.ts';
import type { Resolved } from './resolve.ts';

/** Where the settings of the bridge say that tokens are kept, reporting what does not go together. */
export function readTokenStore({ values, given }: Resolved, notes: Notes): TokenStore {
  const key = values['tokenKey'] as Secret | undefined;
  if (values['tokenStore'] !== 'mongodb') {
    const label = given['tokenKey']?.label;
    if (label !== undefined && values['tokenStore'] === 'journal') {
      notes.warn(`${label} has no effect: TOKEN_STORE is journal, which needs no key.`);
    }
    return { kind: 'journal' };
  }
  if (key !== undefined) return { kind: 'mongodb', key };
  // One that is given and wrong has been reported.
  if (given['tokenKey'] === undefined) {
    notes.fault(
      'TOKEN_KEY',
      `is missing: ${given['tokenStore']?.label ?? 'TOKEN_STORE'} is mongodb. Set it, or TOKEN_KEY_FILE, to at least 16 characters, ${TOKEN_KEY_HINT}, and keep it.`,
    );
  }
  return { kind: 'journal' };
}
