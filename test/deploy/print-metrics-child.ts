import { epochMs } from '../../src/domain/instant.ts';
import { metricsRig } from '../support/metrics-rig.ts';

/** Prints a scrape in which something has happened, for a checker that reads it from a pipe. */
const { metrics, note, startedAt } = metricsRig();
note({
  type: 'sink.delivered',
  account: 'anna',
  sink: 'nightscout',
  written: 2,
  present: 1,
  refused: 0,
  newest: epochMs(startedAt + 1),
  lagMs: 48_000,
});
metrics.noteCall({ endpoint: 'share.latest_values', code: 'http.timeout', tookMs: 30_000 });
// A series of the event loop is told only once it has turned.
await metrics.render();
process.stdout.write(await metrics.render());
