import { BridgeFailure } from '../../../domain/failure.ts';
import { MINUTE_MS } from '../../../domain/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import { parseHttpDate } from '../../../platform/http-date.ts';
import type { HttpResponse } from '../../../platform/http-client.ts';
import type { ProbeFinding } from '../../sink.ts';
import { parseJson, type SiteClient } from './client.ts';

/** Clocks that differ by more make new readings look old, or set them aside as future ones. */
const LARGEST_SKEW_MS = MINUTE_MS;

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
    return [
      siteFinding(status, client),
      await writeFinding(post, client, signal),
      ...clockFinding(status, clock),
    ];
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof BridgeFailure)) throw thrown;
    return [{ what: 'Nightscout site', ok: false, detail: thrown.message, failure: thrown }];
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
    if (!(thrown instanceof BridgeFailure)) throw thrown;
    return { what, ok: false, detail: thrown.message, failure: thrown };
  }
  return {
    what,
    ok: false,
    detail: `${client.site} answers, but not as a Nightscout site: check NIGHTSCOUT_URL.`,
  };
}

async function writeFinding(
  post: HttpResponse,
  client: SiteClient,
  signal: AbortSignal,
): Promise<ProbeFinding> {
  const what = 'Permission to write entries';
  if (post.status === 200 && Array.isArray(parseJson(post.text))) {
    return { what, ok: true, detail: 'reading and creating entries are allowed' };
  }
  if (post.status === 401 && (await isKnown(client, signal))) {
    return {
      what,
      ok: false,
      detail: `${client.site} knows the credential, but its role may not write entries: it needs api:entries:read and api:entries:create. Give the token’s subject such a role in the site’s admin tools.`,
      ...refusalOf(post, client),
    };
  }
  try {
    client.read(post);
  } catch (thrown) {
    if (!(thrown instanceof BridgeFailure)) throw thrown;
    return { what, ok: false, detail: thrown.message, failure: thrown };
  }
  return {
    what,
    ok: false,
    detail: `${client.site} took an empty upload but did not answer it as Nightscout does: check NIGHTSCOUT_URL.`,
  };
}

/** What writing would have failed with. */
function refusalOf(post: HttpResponse, client: SiteClient): Pick<ProbeFinding, 'failure'> {
  try {
    client.read(post);
    return {};
  } catch (thrown) {
    return thrown instanceof BridgeFailure ? { failure: thrown } : {};
  }
}

/** Whether the site knows the credential at all, though it may not write. */
async function isKnown(client: SiteClient, signal: AbortSignal): Promise<boolean> {
  const said = fieldsOf(await client.send({ method: 'GET', path: '/verifyauth' }, signal));
  const message = said['message'];
  // QUIRK(nightscout, 15.0.7): a wrong secret loses even what everybody may read.
  return typeof message === 'object' && message !== null && 'canRead' in message
    ? message.canRead === true
    : false;
}

function clockFinding(answer: HttpResponse, clock: Clock): readonly ProbeFinding[] {
  const told = fieldsOf(answer)['serverTimeEpoch'];
  const server = typeof told === 'number' ? told : parseHttpDate(answer.headers['date']);
  if (server === undefined) return [];
  const skewMs = server - clock.now();
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const ok = Math.abs(skewMs) <= LARGEST_SKEW_MS;
  return [
    {
      what: 'Clock of the Nightscout site',
      ok,
      detail: ok
        ? `within ${Math.max(seconds, 1)} s of this machine`
        : `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} this machine: set the clock of the one that is wrong (NTP)`,
    },
  ];
}

function fieldsOf(answer: HttpResponse): Readonly<Record<string, unknown>> {
  const said = parseJson(answer.text);
  return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
}
