import type { Provenance } from '../../../../domain/provenance.ts';
import { wordOf, type WireObject } from './json-value.ts';
import { openWords } from './open-words.ts';
import { withoutUndefined } from './without-undefined.ts';

const generation = openWords([
  'unknown',
  'g4',
  'g5',
  'g6',
  'g6+',
  'g6Pro',
  'dexcomPro',
  'g7',
  'g715day',
]);
const variant = openWords(['d1+', 'g6', 'g7', 'g715day']);
const displayDevice = openWords([
  'unknown',
  'receiver',
  'shareReceiver',
  'touchscreenReceiver',
  'iOS',
  'android',
]);
const displayApp = openWords([
  'unknown',
  'G5',
  'G6',
  'G7',
  'DexcomOne',
  'D1G7',
  'receiver',
  'Watch',
]);

/**
 * What a record says of its devices; a field that is missing, empty or of another kind is left out and costs nothing else.
 * QUIRK(web-api, 2023): `transmitterId` is empty or missing for some wearers of a G7.
 * QUIRK(web-api, 2017): `transmitterTicks` of 0, and such below 0: no ticks.
 */
export function readProvenance(record: WireObject): Provenance {
  const ticks = record['transmitterTicks'];
  return withoutUndefined({
    transmitterId: wordOf(record['transmitterId']),
    transmitterTicks:
      typeof ticks === 'number' && Number.isFinite(ticks) && ticks > 0 ? ticks : undefined,
    transmitterGeneration: generation(record['transmitterGeneration']),
    transmitterVariant: variant(record['transmitterGenerationVariant']),
    displayDevice: displayDevice(record['displayDevice']),
    displayApp: displayApp(record['displayApp']),
  });
}
