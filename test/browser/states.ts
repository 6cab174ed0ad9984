import { epochMs } from '../../src/domain/instant.ts';
import type { Reading } from '../../src/domain/reading.ts';
import { aCourse } from '../status-page/page-rig.ts';
import type { StageOptions } from './stage.ts';

const MINUTE = 60_000;
const instant = (before: number) => epochMs(Date.now() - before);

/** A day with two gaps, part of it known to the Web API, the newest reading `newestMinutes` old. */
export function aDay(newestMinutes = 1.5): Reading[] {
  const newestAt = Date.now() - newestMinutes * MINUTE;
  return aCourse(newestAt, 288)
    .filter(({ systemTime }) => {
      const minutes = (newestAt - systemTime) / MINUTE;
      return !(minutes > 62 && minutes < 100) && !(minutes > 700 && minutes < 800);
    })
    .map((reading, index) =>
      newestAt - reading.systemTime > 110 * MINUTE
        ? { ...reading, recordId: `record-${index}` }
        : reading,
    );
}

/** All is well, with both sources and both destinations. */
export function wellParts(): StageOptions {
  return {
    sources: [
      {
        name: 'share',
        state: 'ok',
        newest: instant(90_000),
        nextPollAt: instant(-151_000),
        lag: { p50Ms: 41_000, p95Ms: 118_000, count: 211 },
      },
      {
        name: 'web-api',
        state: 'ok',
        newest: instant(110 * MINUTE),
        nextPollAt: instant(-11 * MINUTE),
      },
    ],
    sinks: [
      {
        name: 'nightscout',
        state: 'ok',
        cursor: 1_216,
        behind: 0,
        newest: instant(90_000),
        lag: { p50Ms: 44_000, p95Ms: 131_000, count: 200 },
      },
      { name: 'mongodb', state: 'ok', cursor: 1_216, behind: 0, newest: instant(90_000) },
    ],
  };
}

/** One part stopped until somebody acts, one in trouble. */
export function troubledParts(): StageOptions {
  const { sources = [], sinks = [] } = wellParts();
  return {
    sources: [
      {
        ...sources[0]!,
        state: 'latched',
        latch: {
          code: 'share.refused',
          message: 'Dexcom refused the user name or the password: correct them in the settings.',
          since: instant(130 * MINUTE),
        },
      },
      sources[1]!,
    ],
    sinks: [
      {
        ...sinks[0]!,
        state: 'failing',
        since: instant(6 * MINUTE),
        retryAt: instant(-25_000),
        behind: 14,
        lastFailure: {
          at: instant(30_000),
          code: 'nightscout.unreachable',
          message: 'The site did not answer (ECONNREFUSED): is it up?',
        },
      },
      sinks[1]!,
    ],
  };
}
