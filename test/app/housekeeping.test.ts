import { describe, expect, test } from '@jest/globals';
import { createHousekeeping } from '../../src/app/housekeeping.ts';
import { BridgeFailure } from '../../src/domain/failure.ts';
import { DAY_MS } from '../../src/domain/instant.ts';
import type { Journal } from '../../src/journal/journal.ts';
import type { BridgeEvent } from '../../src/telemetry/events.ts';
import { FakeClock } from '../support/fake-clock.ts';

function rig(journal: Partial<Journal>) {
  const events: BridgeEvent[] = [];
  const clock = new FakeClock();
  const housekeeping = createHousekeeping({
    journal: journal as Journal,
    accounts: [
      { name: 'anna', sinks: ['nightscout'] },
      { name: 'ben', sinks: ['nightscout', 'mongodb'] },
    ],
    clock,
    emit: (event) => events.push(event),
    schedule: '17 3 * * *',
    retentionMs: 365 * DAY_MS,
  });
  return { events, clock, housekeeping };
}

describe('housekeeping', () => {
  test('prunes every account by its own sinks, then verifies', async () => {
    const asked: unknown[][] = [];
    const { events, clock, housekeeping } = rig({
      prune: (...given) => {
        asked.push(given);
        return Promise.resolve(3);
      },
      verify: () => Promise.resolve(),
    });
    await housekeeping.tidy();
    const before = clock.now() - 365 * DAY_MS;
    expect(asked).toEqual([
      ['anna', before, ['nightscout']],
      ['ben', before, ['nightscout', 'mongodb']],
    ]);
    expect(events).toEqual([{ type: 'journal.pruned', removed: 6 }, { type: 'journal.verified' }]);
  });

  test('a full disk is told and ends nothing', async () => {
    const failure = new BridgeFailure('journal.disk_full', 'transient', 'full');
    const { events, housekeeping } = rig({ prune: () => Promise.reject(failure) });
    await housekeeping.tidy();
    expect(events).toEqual([{ type: 'housekeeping.failed', failure }]);
  });

  test('keeps no process alive and can be stopped before it has begun', async () => {
    const { housekeeping } = rig({});
    await housekeeping.start();
    await housekeeping.stop();
    const late = rig({}).housekeeping;
    const starting = late.start();
    await late.stop();
    await expect(starting).resolves.toBeUndefined();
  });
});
