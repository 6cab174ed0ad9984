import type { Refusal } from '../fate.ts';

/** A document that somebody has deleted at the site. @param what such as `the entry of 2026-11-21T10:00:00.000Z` */
export function deletedFate(site: string, what: string): Refusal {
  return {
    refused: `${what} was deleted on ${site} by a person or another program, and the bridge leaves it so.`,
    code: 'nightscout.deleted_row',
  };
}

/** A reading that Dexcom has corrected since it was written, where the token may not change what lies there. */
export function uncorrectedFate(site: string, what: string): Refusal {
  return {
    refused: `${site} does not allow the access token to correct ${what} (api:entries:update): it goes on showing what Dexcom said first. In the site’s Admin Tools give its subject a role with api:entries:create,read,update; new readings are written meanwhile.`,
    code: 'nightscout.uncorrected_row',
  };
}

/** 2000-01-01 in UTC ms. */
const EARLIEST_MS = 946_684_800_000;

/**
 * A document that API v3 would alter. Undefined for all that a sensor has ever measured.
 *
 * QUIRK(nightscout, 15.0.7): an instant before 2000 is taken for seconds, and stored as one thousands of years ahead.
 */
export function tooEarlyFate(what: string, date: number): Refusal | undefined {
  if (date > EARLIEST_MS) return undefined;
  return {
    refused: `${what} cannot be written by API v3, which alters instants before the year 2000; it is set aside.`,
    code: 'nightscout.too_early',
  };
}

/** A document that the site refuses. */
export function refusedFate(site: string, what: string, status: number): Refusal {
  return {
    refused: `${site} refused ${what} (${status}); it is set aside. If this happens to every one, the site or a proxy refuses them all: check it.`,
  };
}
