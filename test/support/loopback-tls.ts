import { readFileSync } from 'node:fs';

/** A certificate for 127.0.0.1 that nobody trusts, with its key; both were made for these tests only. */
export function loopbackTls(): { readonly key: string; readonly cert: string } {
  const read = (name: string) =>
    readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
  return { key: read('loopback.key'), cert: read('loopback.crt') };
}
