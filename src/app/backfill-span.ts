import { BridgeFailure } from '../domain/failure.ts';
import { epochMs, type EpochMs } from '../domain/instant.ts';
import { parseInstant } from './parse-instant.ts';

/** What a backfill is for: `from` included, `to` excluded. */
export interface AskedSpan {
  readonly from: EpochMs;
  /** Undefined for now, whenever that is. */
  readonly to?: EpochMs;
  /** `to`, cut to now. */
  readonly end: EpochMs;
}

/** @throws BridgeFailure `command.bad_date`, `command.bad_span` (config; exit 64) */
export async function readSpan(
  from: string,
  to: string | undefined,
  now: EpochMs,
): Promise<AskedSpan> {
  const start = await parseInstant(from, 'from');
  const end = to === undefined ? undefined : await parseInstant(to, 'to');
  if (end !== undefined && start >= end) {
    throw badSpan('--from must lie before --to (the instant of --to is not included any more).');
  }
  if (start >= now) throw badSpan('--from lies ahead of now: there is nothing to read yet.');
  return {
    from: start,
    ...(end === undefined ? {} : { to: end }),
    end: epochMs(Math.min(end ?? now, now)),
  };
}

function badSpan(message: string): BridgeFailure {
  return new BridgeFailure('command.bad_span', 'config', message);
}
