import { createHash } from 'node:crypto';
import type { Secret } from '../../platform/secret.ts';
import { isSameSecret } from '../../platform/strong-random.ts';
import type { PassOffice } from './reader-pass.ts';
import type { ShownCredential } from './shown-credentials.ts';

/** `over`: a pass of ours whose time has run out, so nobody is guessing. */
export type Verdict = 'right' | 'over' | 'wrong';

/** Tells right credentials from wrong ones in a time that says nothing of how wrong they are. */
export type CredentialJudge = (shown: ShownCredential) => Promise<Verdict>;

/** Judges by the secret: as `secret` its SHA-1 or SHA-512 in hex, as `token` itself, its SHA-1, or a pass. */
export function createCredentialJudge(secret: Secret, passes: PassOffice): CredentialJudge {
  const plain = sealOf(secret.reveal());
  const sha1 = sealOf(hexOf('sha1', secret.reveal()));
  const sha512 = sealOf(hexOf('sha512', secret.reveal()));
  return async ({ place, text }) => {
    const exact = sealOf(text);
    const anyCase = sealOf(text.toLowerCase());
    // All are compared, whichever is right.
    const [isPlain, isSha1, isSha512] = [
      isSameSecret(exact, plain),
      isSameSecret(anyCase, sha1),
      isSameSecret(anyCase, sha512),
    ];
    if (place === 'secret') return isSha1 || isSha512 ? 'right' : 'wrong';
    if (isPlain || isSha1) return 'right';
    const state = await passes.judge(text);
    return state === 'good' ? 'right' : state === 'over' ? 'over' : 'wrong';
  };
}

/** Of one length whatever it is made from, so that a comparison does not tell the length either. */
function sealOf(text: string): string {
  return hexOf('sha256', text);
}

function hexOf(algorithm: 'sha1' | 'sha256' | 'sha512', text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}
