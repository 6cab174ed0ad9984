import type { Display } from '../platform/display.ts';
import { oneOf } from '../platform/setting-schema.ts';
import { type Setting, setting } from '../platform/setting.ts';
import { textSchema, Unreadable } from '../platform/text-schema.ts';
import type { Notes } from './faults.ts';
import type { Resolved } from './resolve.ts';

/** What no glucose value is below or above, in mg/dL and in mmol/L. */
const LIMITS = { mgdl: { least: 30, most: 600 }, mmol: { least: 1.5, most: 33.3 } };
/** Nightscout reads a threshold in mmol/L as that many mg/dL. */
const MGDL_PER_MMOL = 18;

/** A threshold in either unit: no number means something in both. */
const threshold = textSchema((text) => {
  const trimmed = text.trim();
  const value = /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  const { mgdl, mmol } = LIMITS;
  if (value >= mgdl.least + 4 && value <= mgdl.most) return Math.round(value);
  if (value >= mmol.least && value <= mmol.most) return Math.round(value * MGDL_PER_MMOL);
  return new Unreadable(
    `a glucose value in mg/dL (${mgdl.least + 4} to ${mgdl.most}) or mmol/L (${mmol.least} to ${mmol.most})`,
  );
});

function thresholdSetting(
  name: string,
  key: string,
  fallback: string,
  about: string,
): Setting<number> & { readonly fallback: string } {
  return setting({ name, key: `display.${key}`, fallback, schema: threshold, about });
}

/** How glucose is shown; names and defaults are Nightscout’s own. */
export const displaySettings = {
  displayUnits: setting({
    name: 'DISPLAY_UNITS',
    key: 'display.units',
    fallback: 'mg/dl',
    schema: oneOf(['mg/dl', 'mmol'], { 'mmol/l': 'mmol', mgdl: 'mg/dl' }),
    about:
      'Unit in which the page, the terminal and the feed’s settings show glucose: mg/dl or mmol. Data stay in mg/dL.',
  }),
  bgHigh: thresholdSetting(
    'BG_HIGH',
    'bgHigh',
    '260',
    'Above this is urgently high, in mg/dL or mmol/L. For colours and for programs that ask a Nightscout for it; the bridge raises no alarm on glucose.',
  ),
  bgTargetTop: thresholdSetting(
    'BG_TARGET_TOP',
    'bgTargetTop',
    '180',
    'Upper end of the target range, in mg/dL or mmol/L.',
  ),
  bgTargetBottom: thresholdSetting(
    'BG_TARGET_BOTTOM',
    'bgTargetBottom',
    '80',
    'Lower end of the target range, in mg/dL or mmol/L.',
  ),
  bgLow: thresholdSetting(
    'BG_LOW',
    'bgLow',
    '55',
    'Below this is urgently low, in mg/dL or mmol/L.',
  ),
} as const;

/**
 * How glucose is shown. Thresholds out of order are put in order around the target range, as Nightscout does, with a
 * warning: the environment may be another program’s, and glucose must not wait for a colour.
 */
export function readDisplay({ values }: Resolved, notes: Notes): Display {
  const read = values as Partial<Display['thresholds']> & { displayUnits?: Display['units'] };
  const { bgHigh = 260, bgTargetTop = 180, bgTargetBottom = 80, bgLow = 55 } = read;
  const bottom = Math.min(bgTargetBottom, bgTargetTop - 1);
  const thresholds = {
    bgHigh: Math.max(bgHigh, bgTargetTop + 1),
    bgTargetTop,
    bgTargetBottom: bottom,
    bgLow: Math.min(bgLow, bottom - 1),
  };
  if (thresholds.bgHigh !== bgHigh || bottom !== bgTargetBottom || thresholds.bgLow !== bgLow) {
    notes.warn(
      `BG_LOW ${bgLow}, BG_TARGET_BOTTOM ${bgTargetBottom}, BG_TARGET_TOP ${bgTargetTop} and BG_HIGH ${bgHigh} mg/dL do not ascend: ${thresholds.bgLow}, ${bottom}, ${bgTargetTop} and ${thresholds.bgHigh} are used.`,
    );
  }
  return { units: read.displayUnits ?? 'mg/dl', thresholds };
}
