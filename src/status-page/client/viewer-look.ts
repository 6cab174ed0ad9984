import type { Display } from '../../platform/display.ts';
import type { Look } from '../view/look.ts';
import { settings } from './settings.ts';

const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };

const timeOnly = new Intl.DateTimeFormat(undefined, TIME);
const withDay = new Intl.DateTimeFormat(undefined, { ...DAY, ...TIME });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: 'short' });

/** How this viewer sees it: in the units they chose, on their own wall clock. */
export function viewerLook(display: Display, copied: string | undefined, isLost: boolean): Look {
  return {
    units: chosenUnits(display.units),
    clock: (at, now) =>
      (dayOnly.format(at) === dayOnly.format(now) ? timeOnly : withDay).format(at),
    isLive: true,
    isLost,
    ...(copied === undefined ? {} : { copied }),
  };
}

/** Name of the viewer’s zone, such as `Europe/Berlin`. */
export function viewerZone(): string {
  return timeOnly.resolvedOptions().timeZone;
}

function chosenUnits(fallback: Display['units']): Display['units'] {
  const chosen = settings.read('units');
  return chosen === 'mmol' || chosen === 'mg/dl' ? chosen : fallback;
}
