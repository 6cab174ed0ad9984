import { ConfigFaults } from '../config/index.ts';
import { BridgeFailure } from '../domain/failure.ts';
import { latchSlotName } from '../pipeline/latch.ts';
import { systemClock } from '../platform/clock.ts';
import { systemRandom } from '../platform/random.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import { awaitRedirect, redirectHosts } from './await-redirect.ts';
import type { Call } from './call.ts';
import { HISTORY_SOURCES, WEB_API_SLOTS } from './modules.ts';
import { openForWriting } from './open-journal.ts';
import { openState } from './open-state.ts';
import { readSurvey, type BridgeAccount, type BridgeConfiguration } from './read-configuration.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';

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

/**
 * One person’s permission, from the login address to durable tokens, beside a daemon that may be running: it notices
 * within seconds. A latch closed for want of permission is opened.
 * @throws ConfigFaults; BridgeFailure `command.…`, `web-api.…`, `server.…`, `journal.…`, `state.…`
 */
export async function authorize(asked: AuthorizeCall): Promise<Authorized> {
  const clock = systemClock;
  const urgent = createUrgentWork();
  const stop = watchForStop({ process: asked.process, clock, urgent });
  try {
    const configured = await pickAccount(asked.call, asked.account);
    const sandboxed = asked.sandbox
      ? await pickAccount(inSandbox(asked.call), asked.account)
      : configured;
    const { config, account } = sandboxed;
    const { webApi: options } = account;
    const hosts = redirectHosts(options.redirectUri);
    if (!asked.paste && hosts.length === 0) throw notHere(options.redirectUri);

    const journal = await openForWriting(config.dataDir);
    const state = await openState(config, journal, clock);
    const { createHttpClient } = await import('../platform/http-client.ts');
    const http = createHttpClient(USER_AGENT);
    try {
      const { store } = state.of(account.name);
      const { createWebApiAuthorisation, newState } =
        await import('../sources/dexcom/web-api/index.ts');
      const authorisation = createWebApiAuthorisation({
        options,
        http,
        clock,
        random: systemRandom,
        tokens: store.slot(account.name, WEB_API_SLOTS.tokens),
        urgent,
      });
      const secret = newState();
      const read = (url: string) => authorisation.readRedirect(url, secret);
      asked.tell.loginUrl(authorisation.loginUrl(secret), asked.paste);
      if (asked.paste) {
        await authorisation.complete(read(await asked.line(stop.signal)).code);
      } else {
        const complete = (code: string) => authorisation.complete(code);
        const refused = ({ message }: BridgeFailure) => asked.tell.refused(message);
        const { redirectUri } = options;
        await awaitRedirect({ redirectUri, read, complete, refused, clock }, stop.signal);
      }
      await store.slot(account.name, latchSlotName('source', HISTORY_SOURCES.webApi.name)).clear();
      const expected = configured.account.webApi.baseUrl;
      return {
        account: account.name,
        baseUrl: options.baseUrl,
        ...(expected === options.baseUrl ? {} : { otherServer: expected }),
      };
    } finally {
      await urgent.settled();
      await state.close();
      await journal.close();
      http.close();
    }
  } finally {
    stop.dispose();
  }
}

/** The same call with the sandbox said by flag, which wins over everything else. */
function inSandbox(call: Call): Call {
  return { ...call, flags: { ...call.flags, 'dexcom-api': 'sandbox' } };
}

type WithWebApi = BridgeAccount & { readonly webApi: NonNullable<BridgeAccount['webApi']> };

/** The account that is meant, with its application. A destination need not be set yet. */
async function pickAccount(
  call: Call,
  name: string | undefined,
): Promise<{ readonly config: BridgeConfiguration; readonly account: WithWebApi }> {
  const { config, faults } = await readSurvey(call);
  if (config === undefined) throw new ConfigFaults(faults);
  const withApi = config.accounts.filter((one): one is WithWebApi => one.webApi !== undefined);
  const account = name === undefined ? onlyOne(withApi) : withApi.find((one) => one.name === name);
  if (account !== undefined) return { config, account };
  if (faults.length > 0 && withApi.length === 0) throw new ConfigFaults(faults);
  throw new BridgeFailure(
    'command.no_application',
    'config',
    withApi.length === 0
      ? 'No Web API application is configured: set DEXCOM_CLIENT_ID and DEXCOM_CLIENT_SECRET of your own application at developer.dexcom.com first.'
      : `Which account is meant? Give --account with one of ${withApi.map((one) => one.name).join(', ')}.`,
  );
}

function onlyOne<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function notHere(redirectUri: string): BridgeFailure {
  return new BridgeFailure(
    'command.needs_paste',
    'config',
    `The redirect address ${redirectUri} does not lead to this machine, so nothing can be listened for there. Use authorize --paste: log in with any browser and paste the address it ends at.`,
  );
}
