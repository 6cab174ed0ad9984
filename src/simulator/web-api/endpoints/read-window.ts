import { DAY_MS } from '../../../domain/instant.ts';
import type { Span } from '../../patient/sensor-record.ts';
import { readQueryInstant } from './read-query-instant.ts';

/** The longest window, in ms. */
const LONGEST_MS = 30 * DAY_MS;

/** The window of a query, or what is wrong with it. `startDate` is inclusive, `endDate` exclusive, both are required. */
export function readWindow(query: URLSearchParams): Span | { readonly fault: string } {
  const from = readQueryInstant(query.get('startDate') ?? '');
  if (from === undefined) return { fault: badDate('startDate') };
  const to = readQueryInstant(query.get('endDate') ?? '');
  if (to === undefined) return { fault: badDate('endDate') };
  if (to <= from) return { fault: 'endDate must be after startDate' };
  if (to - from > LONGEST_MS) return { fault: 'startDate and endDate are more than 30 days apart' };
  return { from, to };
}

function badDate(name: string): string {
  return `${name} is missing or not of the form YYYY-MM-DDTHH:MM:SS in UTC`;
}
