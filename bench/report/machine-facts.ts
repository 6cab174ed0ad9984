import { cpus, loadavg, totalmem } from 'node:os';

/** What the figures were measured on; no name, no path. */
export function machineFacts(): string {
  const all = cpus();
  return [
    `machine: ${all.length} cores (${all[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 2 ** 30)} GB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.version}`,
    machineLoad(),
  ].join(', ');
}

/** How busy it was; above the number of cores, times are no measure. */
export function machineLoad(): string {
  return `load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`;
}
