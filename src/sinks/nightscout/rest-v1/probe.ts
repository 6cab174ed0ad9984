import type { Clock } from '../../../platform/clock.ts';
import { parseHttpDate } from '../../../platform/http-date.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import type { ProbeFinding } from '../../sink.ts';
import { clockFinding } from '../clock-finding.ts';
import { failedFinding } from '../failed-finding.ts';
import { parseJson } from '../rest/transport.ts';
import type { SiteClient } from './client.ts';

/**
 * Tries what writing needs and leaves nothing behind: the status page (without the credential, so that a wrong one is not
 * counted by it), then an empty post, which the site answers with `[]` only when reading and creating entries are both allowed.
 */
export async function probeSite(
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  try {
    const open = await client.send({ method: 'GET', path: '/status.json' }, signal, false);
    const post = await client.send({ method: 'POST', path: '/entries.json', body: '[]' }, signal);
    const isLockedToAll = open.status === 401 && post.status === 200;
    const status = isLockedToAll
      ? await client.send({ method: 'GET', path: '/status.json' }, signal)
      : open;
    return [siteFinding(status, client), writeFinding(post, client), ...clockOf(status, clock)];
  } catch (thrown) {
    signal.throwIfAborted();
    return [failedFinding('Nightscout site', thrown)];
  }
}

function siteFinding(answer: HttpResponse, client: SiteClient): ProbeFinding {
  const what = 'Nightscout site';
  const said = fieldsOf(answer);
  const version = said['version'];
  if (said['status'] === 'ok') {
    return {
      what,
      ok: true,
      detail: `${client.site}, version ${typeof version === 'string' ? version : 'not told'}`,
    };
  }
  // The page may be closed to a credential that can write all the same.
  if (answer.status === 401) {
    return {
      what,
      ok: true,
      detail: `${client.site}, version not told (its status page is closed)`,
    };
  }
  try {
    client.read(answer);
  } catch (thrown) {
    return failedFinding(what, thrown);
  }
  return {
    what,
    ok: false,
    detail: `${client.site} answers, but not as a Nightscout site: check NIGHTSCOUT_URL.`,
  };
}

/** A refused credential is not sent a second time to learn more: each refusal costs the whole address five seconds. */
function writeFinding(post: HttpResponse, client: SiteClient): ProbeFinding {
  const what = 'Permission to write entries';
  if (post.status === 200 && Array.isArray(parseJson(post.text))) {
    return { what, ok: true, detail: 'reading and creating entries are allowed' };
  }
  try {
    client.read(post);
  } catch (thrown) {
    return failedFinding(what, thrown);
  }
  return {
    what,
    ok: false,
    detail: `${client.site} took an empty upload but did not answer it as Nightscout does: check NIGHTSCOUT_URL.`,
  };
}

function clockOf(answer: HttpResponse, clock: Clock): readonly ProbeFinding[] {
  const told = fieldsOf(answer)['serverTimeEpoch'];
  return clockFinding(
    'the Nightscout site',
    typeof told === 'number' ? told : parseHttpDate(answer.headers['date']),
    clock,
  );
}

function fieldsOf(answer: HttpResponse): Readonly<Record<string, unknown>> {
  const said = parseJson(answer.text);
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}
