import { epochMs, type EpochMs } from '../../domain/instant.ts';
import type { Diary } from '../patient/diary.ts';
import type { ClientApp } from '../web-api/oauth/client-apps.ts';
import { redirectTo } from '../web-api/oauth/login-request.ts';
import { randomToken } from '../web-api/oauth/random-token.ts';
import type {
  Consent,
  RefreshTokenState,
  TokenLifetimes,
  TokenPair,
} from '../web-api/oauth/token-office.ts';
import {
  changeQuirks,
  quirkList,
  type ListName,
  type Product,
  type Quirks,
  type Region,
  type WebApiTruth,
} from '../web-api/records/index.ts';
import type { WebApiFault } from '../web-api/web-api-fault.ts';
import { changeWebApiShape, type WebApiShape } from '../web-api/web-api-shape.ts';
import type { WebApiUser } from '../web-api/web-api-users.ts';
import type { WebApiWorld } from '../web-api/web-api-world.ts';
import type { FaultOrder } from '../wire/fault-board.ts';

/** What can be done to the running Web API and its people. The first account and the first application are meant where none is named. */
export interface WebApiControl {
  /**
   * A fault for one endpoint (`login`, `consent`, `token`, `egvs`, …, `data` for all six) or all, for the next `times` requests,
   * for `forMs` of the simulated clock, or until cleared.
   */
  setFault(fault: WebApiFault, where?: { endpoint?: string; times?: number; forMs?: number }): void;
  clearFaults(endpoint?: string): void;
  faults(): readonly FaultOrder<WebApiFault>[];

  /** Signs this person in at the next login without any page; `decline`: and says no. Undefined: the pages are back. */
  setAutoConsent(consent: { user: string; decline?: boolean } | undefined): void;
  /** What the browser would be redirected to after a consent: the address with a fresh code. */
  authorize(redirectUri: string, state?: string, consent?: Partial<Consent>): string;
  /** A token pair without any page or code. */
  issueTokens(consent?: Partial<Consent>): TokenPair;
  /** The user takes the consent back: tokens are dead. Tells how many consents that was. */
  revoke(user?: string, client?: string): number;
  /** Access tokens are refused from now on, refresh tokens live. */
  expireAccessTokens(): void;
  setLifetimes(change: Partial<TokenLifetimes>): void;
  /** The old secret is refused from now on. @returns the new one */
  regenerateSecret(client?: string, secret?: string): string;
  addApp(app: ClientApp): void;
  setRedirectUris(redirectUris: ClientApp['redirectUris'], client?: string): void;
  /** Which refresh tokens there are, and how often each arrived. */
  refreshTokens(): readonly RefreshTokenState[];
  /** Every code, token and client secret so far: what no log and no file may hold. */
  secrets(): readonly string[];

  setShape(change: Partial<WebApiShape>): void;
  /** Switches oddities of the records: on, off, or on for one record in so many. @throws RangeError for an unknown one */
  setQuirks(change: Quirks): void;
  clearQuirks(): void;
  /** Calls an application may make in an hour. */
  setRateLimit(callsPerHour: number): void;
  setRegion(region: Region): void;
  /** From a phone's upload to its appearance, in ms; undefined: by the region. */
  setUploadDelay(ms: number | undefined): void;
  setProduct(product: Product, user?: string): void;

  user(name?: string): WebApiUser;
  /** What the person writes down, carries and has set; change it here. */
  diary(user?: string): Diary;
  /** What an application is told of the span at the instant `asOf` (now when absent), as the endpoint would list it. */
  records(
    name: ListName,
    span: { readonly from: EpochMs; readonly to: EpochMs; readonly asOf?: EpochMs },
    consent?: Partial<Consent>,
  ): readonly object[];
  /** What a perfect bridge ends with of the span, whatever quirks and faults there are. */
  truth(
    span: { readonly from: EpochMs; readonly to: EpochMs },
    consent?: Partial<Consent>,
  ): WebApiTruth;
  /** The diary's id of the event that an application knows by a record id. @throws RangeError when there is none */
  eventId(recordId: string, consent?: Partial<Consent>): string;
  clearRequests(): void;
}

const SECRET_LENGTH = 32;

/** The control of one Web API. */
export function createWebApiControl(world: WebApiWorld): WebApiControl {
  const { apps, office, users, faults, clock } = world;
  const retired: string[] = [];
  const userOf = (name?: string): WebApiUser => {
    const found = name === undefined ? users.list()[0] : users.find(name);
    if (!found) throw new RangeError(`the simulator has no user named ${name ?? 'anything'}`);
    return found;
  };
  const consentOf = ({ user, client }: Partial<Consent> = {}): Consent => ({
    user: userOf(user).name,
    client: client ?? apps.usual().id,
  });
  return {
    setFault: (fault, { endpoint, times, forMs } = {}) =>
      faults.set(
        fault,
        endpoint,
        times,
        forMs === undefined ? undefined : epochMs(Math.round(clock.now() + forMs)),
      ),
    clearFaults: (endpoint) => faults.clear(endpoint),
    faults: () => faults.list(),

    setAutoConsent(consent) {
      if (consent) userOf(consent.user);
      world.autoConsent = consent;
    },
    authorize: (redirectUri, state = '', consent) =>
      redirectTo(
        { redirectUri, state },
        { code: office.issueCode(consentOf(consent), redirectUri, clock.now()) },
      ),
    issueTokens: (consent) => office.issue(consentOf(consent), clock.now()),
    revoke: (user, client) => office.revoke(userOf(user).name, client),
    expireAccessTokens: () => office.expireAccessTokens(),
    setLifetimes: (change) => office.setLifetimes(change),
    regenerateSecret(client = apps.usual().id, secret = randomToken(world.random, SECRET_LENGTH)) {
      const old = apps.find(client)?.secret;
      apps.changeSecret(client, secret);
      if (old !== undefined) retired.push(old);
      return secret;
    },
    addApp: (app) => apps.add(app),
    setRedirectUris: (redirectUris, client = apps.usual().id) =>
      apps.setRedirectUris(client, redirectUris),
    refreshTokens: () => office.refreshTokens(clock.now()),
    secrets: () => [...office.issued(), ...apps.list().map(({ secret }) => secret), ...retired],

    setShape(change) {
      world.shape = changeWebApiShape(world.shape, change);
      office.setReuseRevokes(world.shape.reuseRevokes);
    },
    setQuirks: (change) => changeQuirks(world.quirks, change),
    clearQuirks: () =>
      changeQuirks(world.quirks, Object.fromEntries(quirkList.map(({ name }) => [name, false]))),
    setRateLimit: (callsPerHour) => world.limit.set(callsPerHour),
    setRegion(region) {
      world.region = region;
    },
    setUploadDelay(ms) {
      if (ms !== undefined && !(ms >= 0)) throw new RangeError('ms: a delay of 0 or more');
      world.uploadDelayMs = ms;
    },
    setProduct: (product, user) => users.setProduct(product, user),

    user: userOf,
    diary: (user) => userOf(user).diary,
    records(name, { from, to, asOf = clock.now() }, consent) {
      const { user, client } = consentOf(consent);
      return userOf(user).records(client).list(name, from, to, asOf);
    },
    truth({ from, to }, consent) {
      const { user, client } = consentOf(consent);
      return userOf(user).records(client).truth(from, to);
    },
    eventId(recordId, consent) {
      const { user, client } = consentOf(consent);
      const id = userOf(user).records(client).eventId(recordId, clock.now());
      if (id === undefined) throw new RangeError(`${client} knows no event ${recordId}`);
      return id;
    },
    clearRequests: () => world.requests.clear(),
  };
}
