/** The hooks of trace-loads.mjs; Node runs them in a thread of their own. */
import { appendFileSync } from 'node:fs';

let file;

export function initialize(data) {
  file = data;
}

export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  appendFileSync(file, `${found.url}\n`);
  return found;
}
