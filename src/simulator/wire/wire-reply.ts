/** How an answer travels, when not whole and at once. */
export type Delivery =
  | { readonly kind: 'whole' }
  /** The connection stays open and silent. */
  | { readonly kind: 'never' }
  /** The connection is reset before the first byte. */
  | { readonly kind: 'reset' }
  /** Headers at once, the body in pieces spread over `overMs`. */
  | { readonly kind: 'slow'; readonly overMs: number }
  /** Whole, but not before `afterMs`. */
  | { readonly kind: 'late'; readonly afterMs: number }
  /** Half of the announced bytes, then the connection breaks. */
  | { readonly kind: 'cut' };

/** One request as it came off the wire. */
export interface WireRequest {
  readonly method: string;
  /** Decoded path without the query. */
  readonly path: string;
  /** The query without `?`, still encoded. */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True when the body went beyond the server's limit; `body` is then empty. */
  readonly tooLarge: boolean;
  /** Size of the body in bytes. */
  readonly bodyBytes: number;
  readonly remoteAddress: string;
  readonly secure: boolean;
}

/** One answer before it is sent. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Sent instead of `body`: what is no text at all. */
  readonly bytes?: Uint8Array;
  readonly delivery: Delivery;
}

/** An answer with a JSON body. */
export function jsonReply(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WireReply {
  return textReply(status, 'application/json', JSON.stringify(value), headers);
}

/** An answer with a body of any type. */
export function textReply(
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): WireReply {
  return {
    status,
    headers: { 'content-type': contentType, ...headers },
    body,
    delivery: { kind: 'whole' },
  };
}

/** What a proxy or an edge server says instead of the application: a page for people. */
export function htmlReply(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
): WireReply {
  return textReply(
    status,
    'text/html; charset=UTF-8',
    `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><center><h1>${status} ${title}</h1></center></body></html>\n`,
    headers,
  );
}
