import type { Clock } from '../../../platform/clock.ts';
import type { ProbeFinding } from '../../sink.ts';
import { clockFinding } from '../clock-finding.ts';
import { failedFinding } from '../failed-finding.ts';
import { notNightscout, type Wares } from '../rest/failures.ts';
import type { Writes } from '../wanted.ts';
import { fieldOf } from './answer.ts';
import type { V3Client } from './client.ts';
import { missingPermission } from './failures.ts';
import { V3_ENTRIES, V3_METER_ENTRIES, V3_STATUSES, V3_TREATMENTS } from './wares.ts';

type Verb = 'read' | 'create' | 'update' | 'delete';
type Collection = 'entries' | 'treatments' | 'devicestatus';

/** An identifier that nothing has. */
const NO_ROW = '00000000-0000-4000-8000-000000000000';
const IN_WORDS: Readonly<Record<Verb, string>> = {
  read: 'reading',
  create: 'creating',
  update: 'updating',
  delete: 'deleting',
};

/** Tries what writing readings needs and leaves nothing behind: version and clock, without the token, then the permissions. */
export async function probeSite(
  client: V3Client,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const what = 'Nightscout site';
  try {
    const answer = await client.sendOpenly({ method: 'GET', path: '/version' }, signal);
    if (answer.status !== 200) throw client.failureOf(answer, V3_ENTRIES);
    const { version, apiVersion, srvDate } = (fieldOf(answer, 'result') ?? {}) as Record<
      string,
      unknown
    >;
    if (typeof version !== 'string') throw notNightscout(client.site);
    return [
      {
        what,
        ok: true,
        detail: `${client.site}, version ${version}, API v3 (${String(apiVersion)})`,
      },
      await permissions(
        { what: 'Permission to write entries', collection: 'entries', wares: V3_ENTRIES },
        ['read', 'create', 'update'],
        client,
        signal,
      ),
      ...clockFinding(
        'the Nightscout site',
        typeof srvDate === 'number' ? srvDate : undefined,
        clock,
      ),
    ];
  } catch (thrown) {
    return [notDone(what, thrown, signal)];
  }
}

/** The same for treatments and device states. The first refused credential ends it. */
export async function probeTreatments(
  client: V3Client,
  writes: Writes,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const deletes: readonly Verb[] = writes.events || writes.mbg ? ['delete'] : [];
  const steps: readonly (readonly [Step, readonly Verb[]])[] = [
    [
      { what: 'Permission to write treatments', collection: 'treatments', wares: V3_TREATMENTS },
      ['read', 'create', 'update', ...deletes],
    ],
    [
      { what: 'Permission to write device states', collection: 'devicestatus', wares: V3_STATUSES },
      ['read', 'create', 'update'],
    ],
    ...(writes.mbg
      ? [
          [
            {
              what: 'Permission to write meter entries',
              collection: 'entries',
              wares: V3_METER_ENTRIES,
            },
            ['read', 'create', 'update', 'delete'],
          ] as const,
        ]
      : []),
  ];
  const findings: ProbeFinding[] = [];
  for (const [step, verbs] of steps) {
    const finding = await permissions(step, verbs, client, signal).catch((thrown: unknown) =>
      notDone(step.what, thrown, signal),
    );
    findings.push(finding);
    if (finding.failure?.kind === 'credentials') break;
  }
  return findings;
}

interface Step {
  readonly what: string;
  readonly collection: Collection;
  readonly wares: Wares;
}

/**
 * QUIRK(nightscout, 15.0.7): `/status` shows permissions for one collection as missing. So each one is tried, by a request
 * that a site can only refuse: it looks at the permission first.
 */
async function permissions(
  { what, collection, wares }: Step,
  verbs: readonly Verb[],
  client: V3Client,
  signal: AbortSignal,
): Promise<ProbeFinding> {
  const lacks: Verb[] = [];
  for (const verb of verbs) {
    const answer = await client.send(harmless(verb, collection), signal);
    const expected = { read: 200, create: 400, update: 404, delete: 404 }[verb];
    if (answer.status === expected && fieldOf(answer, 'status') === expected) continue;
    const failure = client.failureOf(answer, wares);
    if (failure.code !== 'nightscout.missing_permission') throw failure;
    lacks.push(verb);
  }
  if (lacks.length > 0) {
    const named = lacks.map((verb) => `api:${collection}:${verb}`);
    if (lacks.includes('read') || lacks.includes('create')) {
      const failure = missingPermission(client.site, named, wares);
      return { what, ok: false, detail: failure.message, failure };
    }
    // What is new goes on: no latch is to stop it for what may never be needed.
    const detail = `${client.site} does not allow the access token ${named.join(', ')}, which the first ${wares.plural} that Dexcom corrects or takes back will need. In the site’s Admin Tools give its subject a role with ${wares.permissions}.`;
    return { what, ok: false, detail };
  }
  const allowed = verbs.map((verb) => IN_WORDS[verb]);
  return {
    what,
    ok: true,
    detail: `${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1) ?? ''} ${wares.plural} are allowed`,
  };
}

function harmless(verb: Verb, collection: Collection): Parameters<V3Client['send']>[0] {
  const row = `/${collection}/${NO_ROW}`;
  switch (verb) {
    case 'read':
      return { method: 'GET', path: `/${collection}?limit=1&fields=identifier` };
    case 'create':
      // Without a date it is no document.
      return {
        method: 'POST',
        path: `/${collection}`,
        body: JSON.stringify({ identifier: NO_ROW }),
      };
    case 'update':
      return { method: 'PATCH', path: row, body: JSON.stringify({ identifier: NO_ROW }) };
    case 'delete':
      return { method: 'DELETE', path: `${row}?permanent=true` };
  }
}

function notDone(what: string, thrown: unknown, signal: AbortSignal): ProbeFinding {
  signal.throwIfAborted();
  return failedFinding(what, thrown);
}
