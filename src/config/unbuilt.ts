import type { Setting } from '../platform/setting.ts';
import type { Candidates } from './candidate.ts';
import type { Notes } from './faults.ts';
import { type EffectiveSetting, resolve } from './resolve.ts';
import type { UnbuiltSetting } from './unbuilt-settings.ts';

/** Checks settings that wait for their feature, and refuses those that would mislead when ignored. */
export function refuseUnbuilt(
  unbuilt: readonly UnbuiltSetting[],
  candidates: Candidates,
  effectiveName: (setting: Setting) => string,
  notes: Notes,
): readonly EffectiveSetting[] {
  return unbuilt.flatMap(({ setting, misleads }) => {
    const { effective, given, sound } = resolve({ it: setting }, candidates, effectiveName, notes);
    const shown = effective[0]?.value ?? null;
    const label = given['it']?.label;
    if (label !== undefined && sound && shown !== null && misleads(shown)) {
      notes.fault(label, `${setting.name} ${String(shown)} is not built yet; remove it.`);
    }
    return effective;
  });
}
