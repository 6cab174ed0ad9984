import { systemClock, type Clock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createUrgentWork, type UrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import type { WebApiAuthorisation } from '../sources/dexcom/web-api/index.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import { awaitRedirect, demandRedirectHere } from './await-redirect.ts';
import type { Call } from './call.ts';
import { HISTORY_SOURCES, WEB_API_SLOTS } from './modules.ts';
import { openForWriting } from './open-journal.ts';
import { openState } from './open-state.ts';
import { pickApplication, type WithApplication } from './pick-application.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';
import { stoppedBy } from './stopped.ts';

/** How `authorize` was called. */
export interface AuthorizeCall {
  readonly call: Call;
  readonly account: string | undefined;
  /** The made-up patients, whatever the settings say. */
  readonly sandbox: boolean;
  /** The redirected address is read from `line` instead of listened for. */
  readonly paste: boolean;
  /** One line from the person; empty when there is none. */
  readonly line: (signal: AbortSignal) => Promise<string>;
  readonly tell: {
    /** The login address, unbroken. */
    loginUrl(url: string, paste: boolean): void;
    /** An answer that did not fit; the wait goes on. */
    refused(text: string): void;
  };
  readonly process: StoppableProcess;
}

/** What came of it. */
export interface Authorized {
  readonly account: string;
  readonly baseUrl: string;
  /** The settings name another server: the bridge would not use these tokens. */
  readonly otherServer?: string;
}

/** What one authorisation goes on with. */
interface Errand {
  readonly asked: AuthorizeCall;
  readonly picked: WithApplication;
  readonly clock: Clock;
  readonly urgent: UrgentWork;
}

/**
 * One person’s permission, from the login address to durable tokens, beside a daemon that may be running: it notices
 * within seconds. A latch closed for want of permission is opened.
 * @throws ConfigFaults; BridgeFailure `command.…`, `web-api.…`, `server.no_redirect`, `journal.…`, `state.…`
 */
export async function authorize(asked: AuthorizeCall): Promise<Authorized> {
  const clock = systemClock;
  const urgent = createUrgentWork();
  const stop = watchForStop({ process: asked.process, clock, urgent });
  try {
    const picked = await pickApplication(asked.call, asked.account);
    return await obtain({ asked, picked, clock, urgent }, stop.signal);
  } catch (thrown) {
    if (!stop.signal.aborted) throw thrown;
    throw stoppedBy(stop.crash, 'No permission was stored; begin again with authorize.');
  } finally {
    stop.dispose();
  }
}

async function obtain(errand: Errand, signal: AbortSignal): Promise<Authorized> {
  const { asked, picked, clock, urgent } = errand;
  const { config, account } = picked;
  const { createWebApiAuthorisation, inSandbox, newState } =
    await import('../sources/dexcom/web-api/index.ts');
  const options = asked.sandbox ? inSandbox(account.webApi) : account.webApi;
  if (!asked.paste) demandRedirectHere(options.redirectUri);
  const closing: (() => unknown)[] = [];
  try {
    const journal = await openForWriting(config.dataDir);
    closing.push(() => journal.close());
    const state = await openState(config, journal, clock);
    closing.push(() => state.close());
    const { createHttpClient } = await import('../platform/http-client.ts');
    const http = createHttpClient(USER_AGENT);
    closing.push(() => http.close());
    closing.push(() => urgent.settled());
    const { store } = state.of(account.name);
    const tokens = store.slot(account.name, WEB_API_SLOTS.tokens);
    // A code lives for a minute: that the tokens can be kept has to be known before the login.
    await tokens.read();
    const parts = { options, http, clock, random: systemRandom, tokens, urgent };
    const authorisation = createWebApiAuthorisation(parts);
    await login(errand, authorisation, options.redirectUri, newState(), signal);
    await store.slot(account.name, latchSlotName('source', HISTORY_SOURCES.webApi.name)).clear();
  } finally {
    for (const close of closing.reverse()) await close();
  }
  const expected = account.webApi.baseUrl;
  return {
    account: account.name,
    baseUrl: options.baseUrl,
    ...(expected === options.baseUrl ? {} : { otherServer: expected }),
  };
}

/** Sends the person to Dexcom and spends the code with which they come back. */
async function login(
  { asked, clock }: Errand,
  authorisation: WebApiAuthorisation,
  redirectUri: string,
  state: string,
  signal: AbortSignal,
): Promise<void> {
  const { tell, paste } = asked;
  const ask = () => tell.loginUrl(authorisation.loginUrl(state), paste);
  const read = (url: string) => authorisation.readRedirect(url, state);
  const complete = (code: string) => authorisation.complete(code);
  if (paste) {
    ask();
    const { code } = read(await asked.line(signal));
    signal.throwIfAborted();
    await complete(code);
    return;
  }
  await awaitRedirect(
    {
      redirectUri,
      listening: ask,
      read,
      complete,
      refused: ({ message }) => tell.refused(message),
      clock,
    },
    signal,
  );
}
