import { accepts } from 'hono/accepts';
import type { Context } from 'hono';

/** The last part of a path without its extension. */
export interface SplitName {
  readonly name: string;
  readonly extension: string | undefined;
}

/** Parts `entries.json`. */
export function splitExtension(text: string): SplitName {
  const dot = text.indexOf('.');
  return dot < 0
    ? { name: text, extension: undefined }
    : { name: text.slice(0, dot), extension: text.slice(dot + 1).toLowerCase() };
}

/** Only JSON is spoken here. An extension outweighs what the reader says it accepts, as in Nightscout. */
export function takesJson(context: Context, extension: string | undefined): boolean {
  if (extension !== undefined) return extension === 'json';
  if ((context.req.header('accept') ?? '') === '') return true;
  return (
    accepts(context, {
      header: 'Accept',
      supports: ['application/json'],
      default: '',
      match: (wanted) =>
        wanted.some(
          ({ type, q }) =>
            q > 0 &&
            ['application/json', 'application/*', '*/*', 'json'].includes(type.toLowerCase()),
        )
          ? 'application/json'
          : '',
    }) !== ''
  );
}
