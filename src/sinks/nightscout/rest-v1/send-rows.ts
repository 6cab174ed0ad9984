import type { Clock } from '../../../platform/clock.ts';
import type { SiteClient } from './client.ts';
import { droppedRows, notNightscout, statusFailure, type Wares } from '../rest/failures.ts';
import { createRefusalTally, isRefusal, type RefusalTally } from '../rest/refusals.ts';

/** How rows of one collection are sent. */
export interface RowKind<Row> {
  /** Below `/api/v1`. */
  readonly path: string;
  readonly wares: Wares;
  /** Which of the rows an answer confirms. */
  readonly confirmed: (answer: readonly unknown[], sent: readonly Row[]) => readonly Row[];
  /** Which of the rows can be read from the site. */
  readonly readBack: (rows: readonly Row[], signal: AbortSignal) => Promise<readonly Row[]>;
  /** What a definite status means for all rows, where it is not about one of them. */
  readonly failureOf?: (status: number) => Error | undefined;
}

/** What became of rows that were sent. */
export interface SendResult<Row> {
  readonly stored: readonly Row[];
  /** Refused for ever, each with the status of the answer to it alone. */
  readonly refused: readonly { readonly row: Row; readonly status: number }[];
}

/**
 * Sends rows in one request, and in halves where the site takes them not as a whole: so one bad row is found and its
 * neighbours are stored, and a small body limit is met. Resolves only with what was confirmed or definitely refused.
 * @throws `nightscout.refuses_all` (transient) while not one row is accepted, besides the failures of an answer.
 */
export async function sendRows<Row>(
  rows: readonly Row[],
  kind: RowKind<Row>,
  client: SiteClient,
  clock: Clock,
  signal: AbortSignal,
): Promise<SendResult<Row>> {
  const tally = createRefusalTally(client.site, kind.wares);
  const result = await send(rows, { kind, client, clock, tally }, signal);
  tally.conclude();
  return result;
}

interface Sending<Row> {
  readonly kind: RowKind<Row>;
  readonly client: SiteClient;
  readonly clock: Clock;
  readonly tally: RefusalTally;
}

async function send<Row>(
  rows: readonly Row[],
  sending: Sending<Row>,
  signal: AbortSignal,
): Promise<SendResult<Row>> {
  const { kind, client, clock, tally } = sending;
  if (rows.length === 0) return { stored: [], refused: [] };
  const body = JSON.stringify(rows);
  const answer = await client.send({ method: 'POST', path: kind.path, body }, signal);
  const failure = kind.failureOf?.(answer.status);
  if (failure) throw failure;
  const isDefinite = isRefusal(answer, client.site);
  if (rows.length > 1 && (isDefinite || answer.status === 413)) {
    return inHalves(rows, sending, signal);
  }
  const [only] = rows;
  if (isDefinite && only) {
    tally.refused();
    return { stored: [], refused: [{ row: only, status: answer.status }] };
  }
  if (answer.status === 413) throw statusFailure(answer, client.site, clock, kind.wares);
  const said = client.read(answer, kind.wares);
  if (!Array.isArray(said)) throw notNightscout(client.site);
  const stored = kind.confirmed(said, rows);
  if (stored.length < rows.length) await demandThere(rows, stored, sending, signal);
  tally.stored(rows.length);
  return { stored: rows, refused: [] };
}

async function inHalves<Row>(
  rows: readonly Row[],
  sending: Sending<Row>,
  signal: AbortSignal,
): Promise<SendResult<Row>> {
  const middle = Math.ceil(rows.length / 2);
  const first = await send(rows.slice(0, middle), sending, signal);
  const second = await send(rows.slice(middle), sending, signal);
  return {
    stored: [...first.stored, ...second.stored],
    refused: [...first.refused, ...second.refused],
  };
}

/** What the answer did not confirm counts only when it can be read from the site. */
async function demandThere<Row>(
  rows: readonly Row[],
  stored: readonly Row[],
  { kind, client }: Sending<Row>,
  signal: AbortSignal,
): Promise<void> {
  const doubtful = rows.filter((row) => !stored.includes(row));
  const there = await kind.readBack(doubtful, signal);
  const missing = doubtful.length - there.length;
  if (missing > 0) throw droppedRows(client.site, rows.length, rows.length - missing, kind.wares);
}
