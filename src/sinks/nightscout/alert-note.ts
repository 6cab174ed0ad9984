import type { Alert } from '../../domain/alert.ts';
import { plainText } from './plain-text.ts';
import type { TreatmentContent } from './treatment-content.ts';
import { inWords } from './words.ts';

/** Dexcom's own names where they are not just the words of the code. */
const NAMES: Readonly<Record<string, string>> = { outOfRange: 'Signal Loss' };

/**
 * A note that an alarm of Dexcom's sounded; undefined for its other changes of state. Never an `Announcement`: Nightscout
 * would alarm with it, hours late.
 */
export function alertNote({ alertName, alertState }: Alert): TreatmentContent | undefined {
  if (alertState !== 'activeAlarming') return undefined;
  const name = NAMES[alertName] ?? inWords(alertName, true);
  return { eventType: 'Note', notes: `Dexcom alert: ${plainText(name)}` };
}
