import { htmlReply, jsonReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { dataNames, readData, type DataName } from './endpoints/data-endpoint.ts';
import { consent, login } from './oauth/login-endpoints.ts';
import { token } from './oauth/token-endpoint.ts';
import { rememberRequest } from './remember-request.ts';
import { applyWebApiFault } from './web-api-fault.ts';
import type { WebApiWorld } from './web-api-world.ts';

/** Everything of the Web API lies below. */
export const WEB_API_PATH = '/v3/';

interface Endpoint {
  readonly methods: readonly string[];
  readonly run: (world: WebApiWorld, request: WireRequest) => WireReply;
}

const OAUTH: Readonly<Record<string, Endpoint>> = {
  login: { methods: ['GET', 'POST'], run: login },
  consent: { methods: ['POST'], run: consent },
  token: { methods: ['POST'], run: token },
};

const DATA: Readonly<Record<string, Endpoint>> = Object.fromEntries(
  dataNames.map((name: DataName): [string, Endpoint] => [
    name,
    { methods: ['GET'], run: (world, request) => readData(world, request, name) },
  ]),
);

/** Names that faults are set for: each endpoint, and `data` for the six that hold data. */
export const webApiEndpoints: readonly string[] = [
  ...Object.keys(OAUTH),
  ...Object.keys(DATA),
  'data',
];

/** What the header of that name says where no fault says otherwise, in ms. */
const USUAL_REQUEST_TIME_MS = 87;

/** Answers one request to the Web API and remembers it without its secrets. */
export function answerWebApi(world: WebApiWorld, request: WireRequest): WireReply {
  const { name, endpoint, isData } = endpointOf(request.path);
  const now = world.clock.now();
  const seen = rememberRequest(world, request, name);
  const fault = world.faults.take(isData ? [name, 'data'] : name, now);
  const run = (): WireReply => {
    if (!endpoint) return jsonReply(404, { error: 'not found' });
    if (!endpoint.methods.includes(request.method)) return htmlReply(405, 'Method Not Allowed');
    return endpoint.run(world, request);
  };
  const reply = fault ? applyWebApiFault(fault, run, now) : run();
  seen.answered(reply, fault?.kind);
  if (!world.shape.requestTime) return reply;
  return { ...reply, headers: { 'request-time': `${USUAL_REQUEST_TIME_MS} ms`, ...reply.headers } };
}

function endpointOf(path: string): {
  readonly name: string;
  readonly endpoint: Endpoint | undefined;
  readonly isData: boolean;
} {
  const match = /^\/v3\/(oauth2|users\/self)\/([^/]+)\/?$/.exec(path);
  const [, place, name = ''] = match ?? [];
  const isData = place !== 'oauth2';
  const known = isData ? DATA : OAUTH;
  const endpoint = Object.hasOwn(known, name) ? known[name] : undefined;
  return { name: endpoint ? name : 'unknown', endpoint, isData };
}
