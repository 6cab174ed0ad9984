/** An error as Share words it in a body. */
export interface Fault {
  /** Dexcom’s name of the error, as sent; empty when there is none. */
  readonly code: string;
  /** Dexcom’s explanation. It may hold a session id or a user name: it is looked at and never shown. */
  readonly message: string;
}

/** A body once read. */
export type Body =
  | { readonly kind: 'empty' }
  /** HTML, plain text, broken JSON. */
  | { readonly kind: 'text' }
  | { readonly kind: 'json'; readonly value: unknown };

/** What Share gives instead of an account or session id when it refuses. */
const NULL_UUID = '00000000-0000-0000-0000-000000000000';

/** Ids travel in a query and in JSON: a UUID on today’s servers, on none more than this. */
const ID = /^[\w.-]{1,128}$/;

/** Reads a body, whatever it is; never throws. */
export function parseBody(text: string): Body {
  if (text.trim() === '') return { kind: 'empty' };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'text' };
  }
}

/**
 * Reads the reply to a login call: an id as JSON string, or in an object under `key` (any case).
 * `refused` is the null UUID; undefined is anything else.
 * QUIRK(share, 2026-06): some accounts are answered `{accountId}` where others get a string.
 */
export function parseId(body: Body, key: string): { id: string } | 'refused' | undefined {
  if (body.kind !== 'json') return undefined;
  const id = typeof body.value === 'string' ? body.value : field(body.value, key);
  if (id === NULL_UUID) return 'refused';
  return typeof id === 'string' && ID.test(id) ? { id } : undefined;
}

/**
 * Reads an error body; undefined when it names none.
 * QUIRK(share, 2025-12): SubCode is XML text, or JSON text of the same; where `Code` is missing its ErrorCode tells.
 */
export function parseFault(body: Body): Fault | undefined {
  if (body.kind !== 'json') return undefined;
  const message = textField(body.value, 'Message');
  const code = textField(body.value, 'Code') || subCode(field(body.value, 'SubCode'));
  return code === '' ? undefined : { code, message };
}

function subCode(value: unknown): string {
  if (typeof value !== 'string') return textField(value, 'ErrorCode');
  const xml = /\bErrorCode\s*=\s*["']([^"']{0,200})["']/i.exec(value);
  if (xml !== null) return (xml[1] ?? '').trim();
  const inner = parseBody(value);
  return inner.kind === 'json' ? textField(inner.value, 'ErrorCode') : '';
}

function textField(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' ? found.trim() : '';
}

/** The object’s own field of that name in any case. */
function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const wanted = key.toLowerCase();
  return Object.entries(value).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
