import { Counter, Gauge, type Registry } from 'prom-client';
import { SECOND_MS } from '../../domain/instant.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Emit } from '../events.ts';
import { PREFIX } from './metric-names.ts';

/** What is told of the journal and of the settings. */
export function registerJournalMetrics(registry: Registry, clock: Pick<Clock, 'now'>): Emit {
  const registers = [registry];
  const pruned = new Counter({
    name: `${PREFIX}journal_pruned_records_total`,
    help: 'Old records removed from the journal.',
    registers,
  });
  const verified = new Gauge({
    name: `${PREFIX}journal_verified_timestamp_seconds`,
    help: 'When the whole journal was last read and found sound, as seconds since 1970; 0 before the first time since the start.',
    registers,
  });
  const failures = new Counter({
    name: `${PREFIX}housekeeping_failures_total`,
    help: 'Failures of the night work on the journal; glucose goes on.',
    registers,
  });
  const warnings = new Gauge({
    name: `${PREFIX}config_warnings`,
    help: 'Settings that need a look; the log names them at the start.',
    registers,
  });
  return (event) => {
    if (event.type === 'journal.pruned') pruned.inc(event.removed);
    else if (event.type === 'journal.verified') verified.set(clock.now() / SECOND_MS);
    else if (event.type === 'housekeeping.failed') failures.inc();
    else if (event.type === 'config.warned') warnings.inc();
  };
}
