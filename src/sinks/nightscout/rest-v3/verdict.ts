import type { HttpResponse } from '../../../platform/http-client.ts';
import { notNightscout, type Wares } from '../rest/failures.ts';
import { isRefusal } from '../rest/refusals.ts';
import { parseJson } from '../rest/transport.ts';
import type { V3Client } from './client.ts';

/** What the answer to a write of one document says. */
export type Verdict =
  | 'done'
  /** Success, in words that confirm nothing. */
  | 'unclear'
  /** Somebody has deleted the document; writing it would be against their will. */
  | 'deleted'
  /** There is no such document to change or remove. */
  | 'missing'
  /** What lies there differs in a field that a site never lets change. */
  | 'immutable'
  /** Refused for ever. */
  | { readonly refused: number };

/**
 * Judges an answer. @param identifier of the document that was written
 * @throws the failure that an answer means which judges no document.
 */
export function verdictOf(
  answer: HttpResponse,
  identifier: string,
  client: V3Client,
  wares: Wares,
): Verdict {
  const { status } = answer;
  const said = parseJson(answer.text);
  const fields = typeof said === 'object' && said !== null ? (said as Partial<V3Answer>) : {};
  if (status >= 200 && status <= 299) {
    if (said === undefined) throw notNightscout(client.site);
    const names = fields.identifier === undefined || fields.identifier === identifier;
    return fields.status === status && names ? 'done' : 'unclear';
  }
  // A site that is gone, or has no v3, answers a page, or says more than the number.
  if (status === 410 && fields.status === 410) return 'deleted';
  if (status === 404 && fields.status === 404 && fields.message === undefined) return 'missing';
  if (isRefusal(answer, client.site)) {
    return /^Field \w+ cannot be modified/.test(String(fields.message))
      ? 'immutable'
      : { refused: status };
  }
  throw client.failureOf(answer, wares);
}

interface V3Answer {
  readonly status: unknown;
  readonly message: unknown;
  readonly identifier: unknown;
}
