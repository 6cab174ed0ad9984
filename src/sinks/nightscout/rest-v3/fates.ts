import type { Refusal } from '../fate.ts';

/** A document that somebody has deleted at the site. @param what such as `the entry of 2026-11-21T10:00:00.000Z` */
export function deletedFate(site: string, what: string): Refusal {
  return {
    refused: `${what} was deleted on ${site} by a person or another program, and the bridge leaves it so.`,
    code: 'nightscout.deleted_row',
  };
}

/** A document that the site refuses. */
export function refusedFate(site: string, what: string, status: number): Refusal {
  return {
    refused: `${site} refused ${what} (${status}); it is set aside. If this happens to every one, the site or a proxy refuses them all: check it.`,
  };
}
