import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { SECOND_MS, type EpochMs } from '../../domain/instant.ts';
import { PREFIX } from './metric-names.ts';

/** Gauges that bear the ending of a counter, which Prometheus’ own checker faults; the first is deprecated besides. */
const MISNAMED = [
  'nodejs_active_requests_total',
  'nodejs_active_handles_total',
  'nodejs_active_resources_total',
];

/** How often the event loop is looked at, in ms; its delays are told with this in them. Looking costs a small part of a percent. */
const EVENT_LOOP_PRECISION_MS = 20;

/** What runs, since when, and what Node tells of its process. */
export function registerProcessMetrics(
  registry: Registry,
  { version, startedAt }: { readonly version: string; readonly startedAt: EpochMs },
): void {
  const registers = [registry];
  new Gauge({
    name: `${PREFIX}build_info`,
    help: 'Always 1; the labels tell the version of the bridge and of Node.',
    labelNames: ['version', 'node_version'],
    registers,
  }).set({ version, node_version: process.version }, 1);
  new Gauge({
    name: `${PREFIX}start_time_seconds`,
    help: 'When the bridge started, as seconds since 1970.',
    registers,
  }).set(startedAt / SECOND_MS);
  collectDefaultMetrics({
    register: registry,
    eventLoopMonitoringPrecision: EVENT_LOOP_PRECISION_MS,
  });
  for (const name of MISNAMED) registry.removeSingleMetric(name);
}
