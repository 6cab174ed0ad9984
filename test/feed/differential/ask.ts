import { createHash } from 'node:crypto';
import type { Asked } from './corpus.ts';
import type { Answer } from './normalise.ts';

/** SHA-1 in hex, as readers show a secret. */
export function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** The pass that the site gives for an access token. */
export async function passOf(base: string, token: string): Promise<string> {
  const answer = await fetch(`${base}/api/v2/authorization/request/${token}`);
  return ((await answer.json()) as { token: string }).token;
}

/** Sends a request of the corpus as its reader does. */
export async function ask(
  base: string,
  asked: Asked,
  { secret, pass }: { secret: string; pass: string },
): Promise<Answer> {
  const shown = {
    secret: { 'api-secret': secret },
    wrong: { 'api-secret': sha1('a wrong secret') },
    pass: { authorization: `Bearer ${pass}` },
  };
  const answer = await fetch(`${base}${asked.path}`, {
    redirect: 'manual',
    method: asked.method ?? 'GET',
    headers: {
      ...(asked.accept === undefined ? {} : { accept: asked.accept }),
      ...(asked.shows === undefined ? {} : shown[asked.shows]),
    },
  });
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    body: await answer.text(),
  };
}
