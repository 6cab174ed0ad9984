import { createHash } from 'node:crypto';

/** A weak tag of a body: its length and a hash. Equal bodies have equal tags, also after a restart. */
export function etagOf(body: string): string {
  const hash = createHash('sha1').update(body).digest('base64').slice(0, 27);
  return `W/"${body.length.toString(16)}-${hash}"`;
}

/** Whether `If-None-Match` names the tag; weak and strong ones are the same here. */
export function namesEtag(ifNoneMatch: string, etag: string): boolean {
  if (ifNoneMatch.trim() === '*') return true;
  const bare = etag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === bare);
}
