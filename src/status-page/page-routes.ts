import { Hono, type Context } from 'hono';
import { readBody } from '../platform/read-body.ts';
import type { Refusal } from '../platform/reader-access.ts';
import type { Assets } from './asset-store.ts';
import type { Doorkeeper } from './door/doorkeeper.ts';
import { clearPassCookie } from './door/pass-cookie.ts';
import { isSameOrigin } from './door/same-origin.ts';
import { pageDocument } from './page-document.ts';
import type { PageFacts } from './page-facts.ts';
import { readState } from './read-state.ts';
import { signInDocument } from './sign-in-document.ts';
import type { StreamHub } from './stream-hub.ts';

/** What the pages are made from. */
export interface PageRoutesFacts {
  readonly facts: PageFacts;
  readonly doorkeeper: Doorkeeper;
  readonly hubs: ReadonlyMap<string, StreamHub>;
  readonly assets: () => Promise<Assets | undefined>;
}

const MOST_FORM_BYTES = 4_096;
const AT_ROOT = './';
const AT_ACCOUNT = '../../';

/** `/` and `/accounts/<name>/`: the page, its form, signing in and out. */
export function createPageDocuments({ facts, doorkeeper, hubs, assets }: PageRoutesFacts): Hono {
  const routes = new Hono();
  const [first] = facts.accounts;

  const show = async (context: Context, account: string, root: string) => {
    const inAddress = secretInAddress(context);
    if (inAddress !== undefined) {
      const refusal = await doorkeeper.signIn(context, inAddress);
      return refusal === undefined
        ? onwards(context, withoutSecret(context))
        : askAgain(context, root, refusal);
    }
    const visit = await doorkeeper.judge(context);
    if (visit.kind === 'out') {
      return ask(context, root, {
        refusal: visit.refusal,
        ...(visit.hasEnded ? { notice: 'You were signed out. Please sign in again.' } : {}),
        lookAgain: isFromElsewhere(context),
      });
    }
    const hub = hubs.get(account);
    if (hub === undefined) return context.notFound();
    const state = await readState(facts, account, hub.history);
    const { accounts, version } = facts;
    const { hasPass } = visit;
    return context.html(
      pageDocument({ state, accounts, version, root, assets: await assets(), hasPass }),
    );
  };

  const take = async (context: Context, root: string) => {
    if (!isSameOrigin(context)) {
      const message = 'This form was sent from another site. Open the page itself and try again.';
      return ask(context, root, { status: 403, refusal: { message }, notice: message });
    }
    const sent = await readBody(context.req.raw, MOST_FORM_BYTES);
    if (sent === undefined) {
      return context.json({ status: 413, message: 'The form is too large.' }, 413);
    }
    const form = new URLSearchParams(Buffer.from(sent).toString('utf8'));
    if (form.get('do') === 'sign-out') {
      clearPassCookie(context);
      return context.redirect('./', 303);
    }
    const refusal = await doorkeeper.signIn(context, form.get('secret') ?? '');
    return refusal === undefined ? context.redirect('./', 303) : askAgain(context, root, refusal);
  };

  interface Asking {
    readonly refusal: Pick<Refusal, 'message'> & Partial<Refusal>;
    readonly status?: 403;
    readonly notice?: string;
    readonly lookAgain?: boolean;
  }
  const ask = async (context: Context, root: string, asking: Asking) => {
    const { refusal, notice, lookAgain = false } = asking;
    if (refusal.retryAfterSeconds !== undefined) {
      context.header('Retry-After', String(refusal.retryAfterSeconds));
    }
    const reason = refusal.message;
    const body = signInDocument({
      root,
      assets: await assets(),
      ...(notice === undefined ? {} : { notice }),
      reason,
      lookAgain,
    });
    return context.html(body, asking.status ?? refusal.status ?? 401);
  };
  const askAgain = (context: Context, root: string, refusal: Refusal) => {
    const { status, retryAfterSeconds = 60 } = refusal;
    const notice =
      status === 429
        ? `Too many wrong tries came from your address. Please wait ${retryAfterSeconds} seconds and try again.`
        : 'That is not the secret of this bridge. Check for a missing letter and try again: capitals count.';
    return ask(context, root, { refusal, notice });
  };

  const nameOf = (context: Context) => context.req.param('name') ?? '';
  routes.get('/', (context) => show(context, first?.name ?? '', AT_ROOT));
  routes.post('/', (context) => take(context, AT_ROOT));
  routes.get('/accounts/:name/', (context) => show(context, nameOf(context), AT_ACCOUNT));
  routes.post('/accounts/:name/', (context) => take(context, AT_ACCOUNT));
  for (const path of ['/', '/accounts/:name/']) {
    routes.all(path, (context) => {
      context.header('Allow', 'GET, HEAD, POST');
      return context.json({ status: 405, message: 'Method Not Allowed' }, 405);
    });
  }
  routes.get('/accounts/:name', (context) => {
    const { search } = new URL(context.req.url);
    return context.redirect(`${encodeURIComponent(nameOf(context))}/${search}`, 308);
  });
  return routes;
}

/** What somebody put into the address to sign in with; `null` and nothing are what clients without one send. */
function secretInAddress(context: Context): string | undefined {
  const shown = [context.req.query('secret'), context.req.query('token')];
  return shown.find((text) => text !== undefined && text !== '' && text !== 'null');
}

/** The same address without the secret, relative to itself. */
function withoutSecret(context: Context): string {
  const { searchParams } = new URL(context.req.url);
  searchParams.delete('secret');
  searchParams.delete('token');
  const rest = searchParams.toString();
  return rest === '' ? './' : `./?${rest}`;
}

/**
 * Sends a browser on. A redirect that a link of another site led to still counts as that site’s, and comes without our
 * cookie; a page of ours that goes on by itself counts as ours.
 */
function onwards(context: Context, address: string): Response | Promise<Response> {
  if (!isFromElsewhere(context)) return context.redirect(address, 303);
  context.header('Refresh', `0; url=${address}`);
  return context.text('Signed in. One moment…');
}

function isFromElsewhere(context: Context): boolean {
  return context.req.header('sec-fetch-site') === 'cross-site';
}
