import { Hono, type Context } from 'hono';
import { streamSSE, type SSEStreamingApi } from 'hono/streaming';
import { SECOND_MS, type EpochMs } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { Doorkeeper } from './door/doorkeeper.ts';
import { refuseData } from './door/refuse-data.ts';
import type { PageFacts } from './page-facts.ts';
import { readState } from './read-state.ts';
import type { StreamHub } from './stream-hub.ts';

/** A page hears something at least so often, and knows the connection is lost when it does not. In ms. */
export const BEAT_MS = 15 * SECOND_MS;
/** Open at once, of all accounts; pages beyond that ask every half minute. */
export const MOST_STREAMS = 32;
/** How soon a browser by itself opens a stream again, in ms. */
const RETRY_MS = 2_000;

/** What the streams are made from. */
export interface StreamFacts {
  readonly facts: PageFacts;
  readonly doorkeeper: Doorkeeper;
  readonly hubs: ReadonlyMap<string, StreamHub>;
}

/** `/page/events?account=`: server-sent events: `state` whenever something changed, `beat` with the hour in between. */
export function createStreamRoutes({ facts, doorkeeper, hubs }: StreamFacts): Hono {
  const routes = new Hono();
  let open = 0;
  routes.get('/page/events', async (context) => {
    const visit = await doorkeeper.judge(context);
    if (visit.kind === 'out') return refuseData(context, visit.refusal);
    const account = context.req.query('account') ?? '';
    const hub = hubs.get(account);
    if (hub === undefined) return noAccount(context);
    if (open >= MOST_STREAMS) {
      context.header('Retry-After', '30');
      const message = 'Too many pages are open already; this one asks every half minute instead.';
      return context.json({ status: 503, message }, 503);
    }
    open += 1;
    // A proxy that gathers an answer before it passes it on would make this stream useless.
    context.header('X-Accel-Buffering', 'no');
    return streamSSE(context, async (stream) => {
      try {
        await feed(stream, { facts, account, hub, until: visit.until });
      } finally {
        open -= 1;
      }
    });
  });
  return routes;
}

/** For data of an account that is not there. */
export function noAccount(context: Context): Response {
  return context.json({ status: 404, message: 'There is no account of this name.' }, 404);
}

interface Feeding {
  readonly facts: PageFacts;
  readonly account: string;
  readonly hub: StreamHub;
  /** The visitor’s pass is over then, in ms since the epoch. */
  readonly until: number | undefined;
}

/** Until the reader goes or its pass is over. A slow reader gets the latest state, not all of them. */
async function feed(
  stream: SSEStreamingApi,
  { facts, account, hub, until }: Feeding,
): Promise<void> {
  const { clock } = facts;
  const gone = new AbortController();
  stream.onAbort(() => gone.abort());
  const mail: { state?: string } = {};
  let news = bell();
  const leave = hub.join((state) => {
    mail.state = state;
    news.ring();
  });
  try {
    mail.state = JSON.stringify(await readState(facts, account, hub.history));
    while (!gone.signal.aborted && !isOver(until, clock.now())) {
      const { state } = mail;
      delete mail.state;
      news = bell();
      if (state === undefined) await stream.writeSSE({ event: 'beat', data: String(clock.now()) });
      else await stream.writeSSE({ event: 'state', data: state, retry: RETRY_MS });
      await untilRung(news.rung, clock, gone.signal);
    }
  } catch {
    // The journal could not be read: the page is let go, and asks again.
  } finally {
    leave();
  }
}

function isOver(until: number | undefined, now: EpochMs): boolean {
  return until !== undefined && now >= until;
}

function bell() {
  let ring = (): void => undefined;
  const rung = new Promise<void>((resolve) => {
    ring = resolve;
  });
  return { ring: () => ring(), rung };
}

/** Until there is news, it is time for a beat, or the reader has gone. */
async function untilRung(rung: Promise<void>, clock: Clock, gone: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const stop = () => waiting.abort();
  gone.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([rung, clock.sleep(BEAT_MS, waiting.signal).catch(() => undefined)]);
  } finally {
    gone.removeEventListener('abort', stop);
    waiting.abort();
  }
}
