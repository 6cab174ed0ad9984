import { afterEach } from '@jest/globals';
import { seededRandom } from '../../../src/platform/random.ts';
import {
  startDexcomSimulator,
  type DexcomSimulatorOptions,
  type RunningDexcomSimulator,
  type WebApiOptions,
} from '../../../src/simulator/index.ts';
import {
  ACCOUNT,
  handClock,
  shareCaller,
  type HandClock,
  type ShareCaller,
} from '../share-caller.ts';

export const APP = {
  id: 'app-1',
  secret: 'app secret + & ü',
  redirectUris: ['http://localhost:9/callback', 'https://bridge.example/cb?from=dexcom'],
};
export const REDIRECT = 'http://localhost:9/callback';

export interface WebAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly token_type: string;
}

/** Speaks to a Web API as a client, a browser and a tester do. */
export interface WebApiCaller {
  /** Any request; redirects are shown, not followed. */
  ask(path: string, init?: RequestInit): Promise<WebAnswer>;
  loginPath(change?: Readonly<Record<string, string | undefined>>): string;
  submit(path: string, form: Readonly<Record<string, string>>): Promise<WebAnswer>;
  /** Both pages by their forms; the address the browser ends at. */
  walk(who: Readonly<Record<string, string>>, decision?: string): Promise<URL>;
  token(form: Readonly<Record<string, string | undefined>>): Promise<WebAnswer>;
  exchange(code: string, change?: Readonly<Record<string, string>>): Promise<WebAnswer>;
  refresh(token: string): Promise<WebAnswer>;
  get(name: string, query: Readonly<Record<string, string>>, token?: string): Promise<WebAnswer>;
  /** The records of a span in UTC ms. */
  list(name: string, from: number, to: number): Promise<Record<string, unknown>[]>;
  control(method: string, path: string, body?: unknown): Promise<WebAnswer>;
}

export interface WebApiRig {
  readonly dexcom: RunningDexcomSimulator;
  readonly clock: HandClock;
  readonly api: WebApiCaller;
  readonly share: ShareCaller;
}

const running: RunningDexcomSimulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((dexcom) => dexcom.stop()));
});

/** A simulator on a hand-moved clock that is stopped after the test. */
export async function webApiRig(
  webApi: WebApiOptions = {},
  change: Partial<DexcomSimulatorOptions> = {},
): Promise<WebApiRig> {
  const clock = handClock();
  const dexcom = await startDexcomSimulator({
    clock,
    random: seededRandom(7),
    accounts: [ACCOUNT],
    patient: { seed: 42, utcOffsetMinutes: -300, appearanceDelay: 20_000 },
    advance: (ms) => clock.advance(ms),
    webApi: { apps: [APP], ...webApi },
    ...change,
  });
  running.push(dexcom);
  return { dexcom, clock, api: webApiCaller(dexcom), share: shareCaller(dexcom.url) };
}

/** `YYYY-MM-DDTHH:MM:SS.mmm` of UTC ms, as queries have it. */
export function queryDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, -1);
}

function webApiCaller(dexcom: RunningDexcomSimulator): WebApiCaller {
  const ask = async (path: string, init: RequestInit = {}): Promise<WebAnswer> => {
    const res = await fetch(new URL(path, dexcom.url), { redirect: 'manual', ...init });
    const text = await res.text();
    return {
      status: res.status,
      headers: res.headers,
      text,
      get json() {
        return JSON.parse(text) as Record<string, unknown>;
      },
    };
  };
  const submit = (path: string, form: Readonly<Record<string, string>>): Promise<WebAnswer> =>
    ask(path, { method: 'POST', body: new URLSearchParams(form) });
  const present = (form: Readonly<Record<string, string | undefined>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
  const caller: WebApiCaller = {
    ask,
    submit,
    loginPath: (change = {}) =>
      `/v3/oauth2/login?${new URLSearchParams(
        present({
          client_id: APP.id,
          redirect_uri: REDIRECT,
          response_type: 'code',
          scope: 'offline_access',
          state: 'st&te=1',
          ...change,
        }),
      ).toString()}`,
    async walk(who, decision = 'allow') {
      const signIn = await ask(caller.loginPath());
      const consent = await submit(attribute(signIn.text, 'action'), who);
      const ticket = attribute(consent.text, 'value');
      const end = await submit(attribute(consent.text, 'action'), { ticket, decision });
      return new URL(end.headers.get('location') ?? 'none:');
    },
    token: (form) =>
      submit(
        '/v3/oauth2/token',
        present({ client_id: APP.id, client_secret: APP.secret, ...form }),
      ),
    exchange: (code, change = {}) =>
      caller.token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...change }),
    refresh: (refresh_token) => caller.token({ grant_type: 'refresh_token', refresh_token }),
    get: (name, query, token = dexcom.webApi.issueTokens().accessToken) =>
      ask(`/v3/users/self/${name}?${new URLSearchParams(query).toString()}`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    async list(name, from, to) {
      const query = { startDate: queryDate(from), endDate: queryDate(to) };
      return (await caller.get(name, query)).json['records'] as Record<string, unknown>[];
    },
    control: (method, path, body) =>
      ask(`/simulator${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
  return caller;
}

/** The value of the first such attribute of a page. */
function attribute(html: string, name: string): string {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(html)?.[1];
  if (found === undefined) throw new Error(`the page has no ${name}: ${html}`);
  return found.replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
