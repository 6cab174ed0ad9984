import { toIsoUtc, type BridgeFailure, type EpochMs } from '../app/about.ts';
import type { StatusReport } from '../app/read-status.ts';
import { isCurrent } from './status-words.ts';

const INSTANTS = new Set([
  'at',
  'since',
  'stateFrom',
  'nextPollAt',
  'retryAt',
  'newest',
  'lastAnswerAt',
  'lastDeliveryAt',
]);
/** What changes though nothing has happened. */
const UNEVENTFUL = new Set(['at', 'stateFrom', 'nextPollAt', 'lastAnswerAt', 'retryAt', 'recent']);

/** The report for another program; instants as ISO 8601 in UTC, glucose in mg/dL. */
export function statusJson(report: StatusReport, indent?: number): string {
  return JSON.stringify(withIsoTimes(report), undefined, indent);
}

/** A look that failed, for another program. */
export function failureJson({ code, message }: BridgeFailure, at: EpochMs): string {
  return JSON.stringify({ at: toIsoUtc(at), failure: { code, message } });
}

/** Differs from that of another report where something has happened in between, or a reading has become too old. */
export function statusMark(report: StatusReport): string {
  const current = report.accounts.map(({ newest }) =>
    newest === undefined ? undefined : [newest.at, isCurrent(report.at - newest.at)],
  );
  return JSON.stringify([report, current], (name, value: unknown) =>
    UNEVENTFUL.has(name) ? undefined : value,
  );
}

/** They explain themselves. */
function withIsoTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIsoTimes);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]: [string, unknown]) => [
      name,
      INSTANTS.has(name) && typeof held === 'number'
        ? toIsoUtc(held as EpochMs)
        : withIsoTimes(held),
    ]),
  );
}
