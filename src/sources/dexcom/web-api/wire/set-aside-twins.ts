import { createHash } from 'node:crypto';
import type { Device } from '../../../../domain/device.ts';
import type { Observation } from '../../../../domain/record.ts';
import type { SetAside } from '../../../../domain/set-aside.ts';
import { setAside } from './set-aside.ts';

/** An observation with the raw record it came from. */
export interface Translated<Of extends Observation = Observation> {
  readonly record: unknown;
  readonly observation: Of;
}

/** One answer’s devices, each once. */
interface Untwinned {
  readonly kept: readonly Observation[];
  readonly twins: readonly SetAside[];
}

/**
 * Of devices that nothing tells apart (an old phone and a new one on one transmitter) the one that uploaded last stays. Were
 * both passed on, each would look like a change of the other in every sync. The others are set aside, once for all.
 */
export function setAsideTwins(devices: readonly Translated<Observation<Device>>[]): Untwinned {
  const newest = new Map<string, Translated<Observation<Device>>>();
  for (const device of devices) {
    const known = newest.get(device.observation.recordId);
    if (known === undefined || isNewer(device.observation, known.observation)) {
      newest.set(device.observation.recordId, device);
    }
  }
  const kept = devices.filter((device) => newest.get(device.observation.recordId) === device);
  const twins = devices
    .filter((device) => !kept.includes(device))
    .map(({ record, observation }) => ({
      ...setAside(
        'devices',
        record,
        `transmitterId: expected one device for each transmitter and display device, got another that uploaded later, in a record of devices`,
      ),
      // Its upload time may change with every answer; it is still the same twin.
      key: createHash('sha256').update(`twin ${observation.recordId}`).digest('hex'),
    }));
  return { kept: kept.map(({ observation }) => observation), twins };
}

/** A device whose upload time is known is believed before one whose is not. */
function isNewer(a: Device, b: Device): boolean {
  if (a.isUploadTimeKnown !== b.isUploadTimeKnown) return a.isUploadTimeKnown;
  return a.systemTime > b.systemTime;
}
