import type { UserEvent } from '../../domain/user-event.ts';
import { bloodGlucoseCheck } from './blood-glucose-check.ts';
import { plainText } from './plain-text.ts';
import type { TreatmentContent } from './treatment-content.ts';
import { inWords } from './words.ts';

/** What an event says in Nightscout's words; undefined where nothing of it may lie there. */
export function eventTreatment(event: UserEvent): TreatmentContent | undefined {
  if (event.isDeleted || event.sameAsCalibration !== undefined) return undefined;
  const { amount, meter, text } = event;
  const isGiven = amount !== undefined && amount > 0;
  switch (event.eventType) {
    case 'carbs':
      return isGiven ? { eventType: 'Carb Correction', carbs: amount } : undefined;
    case 'insulin':
      return isGiven ? insulinOf(amount, event.eventSubtype) : undefined;
    case 'bloodGlucose':
      return meter && bloodGlucoseCheck(meter);
    case 'exercise':
      // One whose length nobody typed has happened all the same: Nightscout shows a dot instead of a bar.
      return {
        eventType: 'Exercise',
        ...(isGiven ? { duration: amount } : {}),
        ...(event.eventSubtype === undefined ? {} : note(inWords(event.eventSubtype))),
      };
    case 'health':
      return noteOf(
        event.eventSubtype === undefined ? 'Health event' : inWords(event.eventSubtype),
      );
    case 'notes':
      return text === undefined || text.trim() === '' ? undefined : noteOf(text);
    default:
      return noteOf(unknownEvent(event));
  }
}

/** Only what is known to act fast is `insulin`: Nightscout counts that field as active insulin whatever the type says. */
function insulinOf(units: number, subtype: string | undefined): TreatmentContent {
  if (subtype === 'fastActing') {
    return { eventType: 'Correction Bolus', insulin: units, ...note('Fast-acting insulin') };
  }
  if (subtype === 'longActing') return noteOf(`Long-acting insulin ${units} U`);
  return noteOf(
    `Insulin ${units} U, ${subtype === undefined ? 'type not told' : inWords(subtype)}`,
  );
}

/** Everything that came with an event whose type is not known, in its own words. */
function unknownEvent({ eventType, eventSubtype, text, amount, unit }: UserEvent): string {
  const name = [eventType, eventSubtype].filter((word) => word !== undefined).join(' ');
  const value = text ?? (amount === undefined ? undefined : String(amount));
  const said = [value, unit].filter((part) => part !== undefined && part !== 'unknown').join(' ');
  return value === undefined ? `Dexcom event: ${name}` : `Dexcom event: ${name}: ${said}`;
}

function noteOf(text: string): TreatmentContent {
  return { eventType: 'Note', ...note(text) };
}

function note(text: string): { readonly notes: string } {
  return { notes: plainText(text) };
}
