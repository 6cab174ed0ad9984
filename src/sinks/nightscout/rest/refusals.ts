import type { HttpResponse } from '../../../platform/http-client.ts';
import { notNightscout, refusesAll, type Wares } from './failures.ts';
import { parseJson } from './transport.ts';

/** Rows refused one by one, with none accepted, before the site itself is held to be the fault. */
const MOST_REFUSED_ALONE = 4;

/** Statuses that speak of the sender, the address or the hour, never of one row. */
const NOT_OF_A_ROW = [401, 403, 404, 405, 407, 408, 413, 421, 425, 426, 429, 431, 451];

/**
 * True for a status that judges what was sent.
 * @throws `nightscout.unexpected_answer` where a proxy gave it: the site itself speaks JSON when asked to.
 */
export function isRefusal({ status, text }: HttpResponse, site: string): boolean {
  const isDefinite = status >= 400 && status < 500 && !NOT_OF_A_ROW.includes(status);
  if (isDefinite && parseJson(text) === undefined) throw notNightscout(site);
  return isDefinite;
}

/** Weighs refusals of single rows within one write: nothing is set aside until a neighbour has passed. */
export interface RefusalTally {
  stored(rows: number): void;
  /** @throws `nightscout.refuses_all` when enough were refused and none was stored. */
  refused(): void;
  /** At the end of the write. @throws `nightscout.refuses_all` when any was refused and none was stored. */
  conclude(): void;
}

/** Of one write to one site. */
export function createRefusalTally(site: string, wares: Wares): RefusalTally {
  let stored = 0;
  let refused = 0;
  const demandFewerThan = (most: number): void => {
    if (stored === 0 && refused >= most) throw refusesAll(site, refused, wares);
  };
  return {
    stored(rows) {
      stored += rows;
    },
    refused() {
      refused += 1;
      demandFewerThan(MOST_REFUSED_ALONE);
    },
    // Where not one row is accepted, it is not the rows.
    conclude: () => demandFewerThan(1),
  };
}
