import type { BridgeFailure } from '../../../domain/failure.ts';
import type { ProbeFinding } from '../../sink.ts';
import { failedFinding } from '../failed-finding.ts';
import type { Writes } from '../wanted.ts';
import { parseJson } from '../rest/transport.ts';
import type { SiteClient } from './client.ts';
import { STATUSES, TREATMENTS, treatmentsDisabled, type Wares } from '../rest/failures.ts';

/** An id that nothing has. */
const NO_ROW = '000000000000000000000000';

/**
 * Tries what writing treatments needs and leaves nothing behind: empty posts, which the site answers with `[]` only when
 * reading and creating are both allowed, and the removal of a row that there is not. The first refused credential ends it:
 * each refusal may cost the whole address five seconds.
 */
export async function probeTreatments(
  client: SiteClient,
  writes: Writes,
  signal: AbortSignal,
): Promise<readonly ProbeFinding[]> {
  const findings: ProbeFinding[] = [];
  const post = (path: string) => client.send({ method: 'POST', path, body: '[]' }, signal);
  const isList = (said: unknown): boolean => Array.isArray(said);
  const steps: readonly Step[] = [
    {
      what: 'Permission to write treatments',
      wares: TREATMENTS,
      detail: 'reading and creating treatments are allowed, and Nightscout’s care portal is on',
      ask: () => post('/treatments.json'),
      isGood: isList,
      failureOf: (status) => (status === 404 ? treatmentsDisabled(client.site) : undefined),
    },
    ...(writes.events || writes.mbg
      ? [
          {
            what: 'Permission to delete treatments',
            wares: TREATMENTS,
            detail:
              'deleting treatments is allowed, as events that are deleted in the Dexcom app need',
            ask: () => client.send({ method: 'DELETE', path: `/treatments/${NO_ROW}` }, signal),
            isGood: (said: unknown) =>
              typeof said === 'object' && said !== null && 'deletedCount' in said,
          },
        ]
      : []),
    {
      what: 'Permission to write device states',
      wares: STATUSES,
      detail: 'reading and creating device states are allowed',
      ask: () => post('/devicestatus.json'),
      isGood: isList,
    },
  ];
  for (const step of steps) {
    const finding = await tried(step, client, signal);
    findings.push(finding);
    if (finding.failure?.kind === 'credentials') break;
  }
  return findings;
}

interface Step {
  readonly what: string;
  readonly wares: Wares;
  readonly detail: string;
  readonly ask: () => ReturnType<SiteClient['send']>;
  readonly isGood: (said: unknown) => boolean;
  readonly failureOf?: (status: number) => BridgeFailure | undefined;
}

async function tried(step: Step, client: SiteClient, signal: AbortSignal): Promise<ProbeFinding> {
  const { what, wares, detail } = step;
  try {
    const answer = await step.ask();
    const failure = step.failureOf?.(answer.status);
    if (failure) throw failure;
    client.read(answer, wares);
    if (step.isGood(parseJson(answer.text))) return { what, ok: true, detail };
    return {
      what,
      ok: false,
      detail: `${client.site} did not answer as Nightscout does: check NIGHTSCOUT_URL.`,
    };
  } catch (thrown) {
    signal.throwIfAborted();
    return failedFinding(what, thrown);
  }
}
