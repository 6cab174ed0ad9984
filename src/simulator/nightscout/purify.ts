import { isRow } from './row.ts';

/** A tag, whole or cut off by the end. */
const TAG = /<[a-z/!?][^>]*(>|$)/gi;
/** An ampersand that begins no character reference. */
const BARE_AMPERSAND = /&(?!(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)/gi;

/**
 * What a site makes of the texts it is sent: one with a `<` in it is taken for HTML. Tags vanish (the real one keeps a few
 * harmless ones), other signs are escaped. A text without a `<` passes untouched.
 */
export function purified(value: unknown): unknown {
  if (typeof value === 'string') return value.includes('<') ? sanitised(value) : value;
  if (Array.isArray(value)) return value.map(purified);
  if (!isRow(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, purified(inner)]));
}

function sanitised(text: string): string {
  return text
    .replace(/<(script|style)\b.*?(<\/\1\s*>|$)/gis, '')
    .replace(TAG, '')
    .replace(BARE_AMPERSAND, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
