import type { Outsider } from './outsider.ts';

/** Why somebody is not let in. */
export type RefusalReason = 'missing' | 'wrong' | 'over' | Outsider;

const SEND_IT =
  'send the secret of the bridge (FEED_API_SECRET) as api-secret (its SHA-1), as token= or as Bearer';
const SET_IT = 'set FEED_API_SECRET on the bridge, and send it as api-secret (its SHA-1) or token=';

/** What the reader is told, with the remedy. Holds nothing that was sent. */
export function refusalWords(reason: RefusalReason, hasSecret: boolean): string {
  const remedy = hasSecret ? SEND_IT : SET_IT;
  switch (reason) {
    case 'missing':
      return `Glucose is shown here only with the secret: ${remedy}.`;
    case 'wrong':
      return hasSecret
        ? `The secret that was sent is not the right one: ${remedy}.`
        : 'A secret was sent and this bridge has none: take the secret out of the reader, or set FEED_API_SECRET on the bridge.';
    case 'over':
      return 'The pass that was sent has run out: ask for a new one with the secret.';
    case 'proxied':
      return `This request came through a proxy, and from there glucose is shown only with the secret: ${remedy}.`;
    case 'other-name':
      return `Without the secret this bridge answers only to the names localhost, 127.0.0.1 and [::1]; under another name, ${remedy}.`;
    case 'other-site':
      return `A page of another web site asked, and it is shown glucose only with the secret: ${remedy}.`;
  }
}

/** With 429. */
export function crowdedWords(seconds: number): string {
  return `Too many wrong secrets came from this address: try again in ${seconds} s.`;
}
