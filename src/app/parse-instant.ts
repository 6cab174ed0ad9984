import { BridgeFailure } from '../domain/failure.ts';
import { epochMs, type EpochMs } from '../domain/instant.ts';

const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;

/**
 * Reads `YYYY-MM-DD` (midnight UTC) or ISO 8601 with a zone (`2026-11-21T03:00:00+01:00`, `…Z`).
 * @param name the option, for the message
 * @throws BridgeFailure `command.bad_date` (config)
 */
export async function parseInstant(text: string, name: string): Promise<EpochMs> {
  const { Temporal } = await import('temporal-polyfill');
  try {
    const trimmed = text.trim();
    const instant = Temporal.Instant.from(DATE_ONLY.test(trimmed) ? `${trimmed}T00:00Z` : trimmed);
    return epochMs(instant.epochMilliseconds);
  } catch (thrown) {
    throw new BridgeFailure(
      'command.bad_date',
      'config',
      `--${name} “${text}” is no date: give YYYY-MM-DD (UTC), or ISO 8601 with a zone such as 2026-11-21T03:00:00+01:00 or 2026-11-21T02:00Z.`,
      { cause: thrown },
    );
  }
}
