import type { HttpResponse } from '../../../platform/http-client.ts';
import { parseJson } from '../rest/transport.ts';

/** A field of the answer's JSON object; undefined where there is none. */
export function fieldOf({ text }: HttpResponse, name: string): unknown {
  const said = parseJson(text);
  return typeof said === 'object' && said !== null
    ? (said as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
