import { DAY_MS, epochMs, toIsoUtc, type EpochMs } from '../../domain/instant.ts';
import type { Consent } from '../web-api/oauth/token-office.ts';
import { quirkList } from '../web-api/records/index.ts';
import { listNames } from '../web-api/records/records-world.ts';
import { jsonReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { BadCommand, type JsonArguments } from './json-arguments.ts';
import { WEB_API_COMMANDS, type WebApiContext } from './web-api-commands.ts';

/** Below the control’s root: what concerns the Web API. */
export const WEB_API_CONTROL = '/web-api';

type Question = (context: WebApiContext, query: URLSearchParams) => WireReply;

const QUESTIONS: Readonly<Record<string, Question>> = {
  '': ({ world, control }) => jsonReply(200, describeWebApi({ world, control })),
  '/requests': ({ world }) => jsonReply(200, world.requests.records),
  '/quirks': () => jsonReply(200, quirkList),
  '/refresh-tokens': ({ control }) => jsonReply(200, control.refreshTokens()),
  '/events': ({ world, control }, query) => {
    const { from, to } = span(world.clock.now(), query);
    return jsonReply(200, control.diary(query.get('user') ?? undefined).events(from, to));
  },
  '/records': ({ world, control }, query) => {
    const name = listNames.find((known) => known === (query.get('list') ?? 'egvs'));
    if (!name) throw new BadCommand(`list: expected one of ${listNames.join(', ')}`);
    return jsonReply(200, control.records(name, span(world.clock.now(), query), whose(query)));
  },
  '/truth': ({ world, control }, query) =>
    jsonReply(200, control.truth(span(world.clock.now(), query), whose(query))),
};

/** All commands and questions about the Web API, below the control's root. */
export const webApiControlRoutes: readonly string[] = [
  ...Object.keys(QUESTIONS).map((path) => `GET ${WEB_API_CONTROL}${path}`),
  ...Object.keys(WEB_API_COMMANDS).map((route) => route.replace(' ', ` ${WEB_API_CONTROL}`)),
];

/**
 * Carries out one command or answers one question; undefined when there is none of that name.
 * @param path below `/simulator/web-api`.
 * @throws BadCommand or RangeError when it cannot be understood
 */
export function answerWebApiControl(
  context: WebApiContext,
  { method, query }: WireRequest,
  path: string,
  args: JsonArguments,
): WireReply | undefined {
  if (method === 'GET') return QUESTIONS[path]?.(context, query);
  const command = WEB_API_COMMANDS[`${method} ${path}`];
  return command && jsonReply(200, command(context, args) ?? describeWebApi(context));
}

/** The state of the Web API for people and scripts; no secret, code or token. */
export function describeWebApi({
  world,
  control,
}: WebApiContext): Readonly<Record<string, unknown>> {
  const now = world.clock.now();
  return {
    now,
    nowIso: toIsoUtc(now),
    requests: world.requests.counts,
    faults: world.faults.list(),
    users: world.users.list().map(({ name, product, diary }) => ({
      name,
      product,
      since: diary.since,
    })),
    apps: world.apps.list().map(({ id, redirectUris }) => ({ id, redirectUris })),
    refreshTokens: control.refreshTokens(),
    shape: world.shape,
    quirks: Object.fromEntries(Object.entries(world.quirks).filter(([, on]) => on)),
    region: world.region,
    uploadDelayMs: world.uploadDelayMs ?? null,
    callsPerHour: world.limit.callsPerHour,
    sandbox: world.sandbox,
    autoConsent: world.autoConsent ?? null,
  };
}

function whose(query: URLSearchParams): Partial<Consent> {
  const user = query.get('user');
  const client = query.get('client');
  return { ...(user === null ? {} : { user }), ...(client === null ? {} : { client }) };
}

function span(now: number, query: URLSearchParams): { from: EpochMs; to: EpochMs; asOf?: EpochMs } {
  const asked = (name: string): EpochMs | undefined => {
    const given = query.get(name);
    if (given === null) return undefined;
    if (!/^\d{1,15}$/.test(given)) throw new BadCommand(`${name}: expected UTC milliseconds`);
    return epochMs(Number(given));
  };
  const to = asked('to') ?? epochMs(now);
  const from = asked('from') ?? epochMs(to - DAY_MS);
  if (to - from > 370 * DAY_MS) throw new BadCommand('to: at most 370 days after from');
  const asOf = asked('asOf');
  return { from, to, ...(asOf === undefined ? {} : { asOf }) };
}
