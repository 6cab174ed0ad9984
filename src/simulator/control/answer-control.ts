import { DAY_MS, epochMs } from '../../domain/instant.ts';
import { TRENDS, type Trend } from '../../domain/trend.ts';
import { readAppearanceDelay } from '../patient/appearance-delay.ts';
import { isMalformedKind, malformedKinds } from '../share/malformed-record.ts';
import { shareEndpoints } from '../share/answer-share.ts';
import { readShareFault } from '../share/share-fault.ts';
import { changeShape } from '../share/share-shape.ts';
import type { ShareWorld } from '../share/share-world.ts';
import { jsonReply, type WireReply, type WireRequest } from '../wire/wire-reply.ts';
import { BadCommand, jsonArguments, type JsonArguments } from './json-arguments.ts';
import { describeWorld } from './describe-world.ts';
import type { ShareControl } from './share-control.ts';
import {
  answerWebApiControl,
  describeWebApi,
  WEB_API_CONTROL,
  webApiControlRoutes,
} from './answer-web-api-control.ts';
import type { WebApiContext } from './web-api-commands.ts';

/** The control’s root path. */
const CONTROL_PATH = '/simulator';

/** True for what is said to the control. */
export function isControl({ path }: WireRequest): boolean {
  return path === CONTROL_PATH || path.startsWith(`${CONTROL_PATH}/`);
}

/** What a command is carried out with. */
export interface ControlContext {
  readonly world: ShareWorld;
  readonly control: ShareControl;
  /** The Web API of the same people, where it is served. */
  readonly webApi?: WebApiContext;
  /** Pushes the simulated hour forward; absent when the clock is the machine’s own. */
  readonly advance?: (ms: number) => void;
}

type Command = (context: ControlContext, args: JsonArguments) => void;

const COMMANDS: Readonly<Record<string, Command>> = {
  'POST /faults': ({ control }, args) => {
    const endpoint = args.text('endpoint', 'any');
    if (endpoint !== 'any' && !shareEndpoints.includes(endpoint)) {
      throw new BadCommand(`endpoint: expected any or one of ${shareEndpoints.join(', ')}`);
    }
    const fault = readShareFault(args.all);
    if (!fault) throw new BadCommand('kind: expected the name of a fault with its fields');
    const times = args.all['times'] === undefined ? undefined : args.number('times');
    control.setFault(fault, { endpoint, ...(times === undefined ? {} : { times }) });
  },
  'DELETE /faults': ({ control }, args) =>
    control.clearFaults(args.all['endpoint'] === undefined ? undefined : args.text('endpoint')),
  'POST /sessions/expire': ({ control }) => control.expireSessions(),
  'POST /sessions/lifetime': ({ control }, args) =>
    control.setSessionLifetime(args.number('lifetimeMs')),
  'POST /password': ({ control }, args) =>
    control.changePassword(args.text('account'), args.text('password')),
  'POST /sharing': ({ control }, args) =>
    control.setSharing(args.text('account'), args.flag('on', true)),
  'POST /unlock': ({ control }, args) => control.unlockAccount(args.text('account')),
  'POST /shape': ({ world }, args) => {
    world.shape = changeShape(world.shape, args.all);
  },
  'POST /gap': ({ control, world }, args) => control.addGap(args.span(world.clock.now())),
  'POST /late': ({ control, world }, args) => {
    const span = args.span(world.clock.now());
    control.addLate(span, args.instant('visibleAt', span.to));
  },
  'POST /value': ({ control, world }, args) => {
    const value = args.all['value'];
    if (value !== 'low' && value !== 'high' && typeof value !== 'number') {
      throw new BadCommand('value: expected low, high or a number of mg/dL');
    }
    control.setValue(args.span(world.clock.now()), value);
  },
  'POST /trend': ({ control, world }, args) =>
    control.setTrend(args.span(world.clock.now()), trend(args)),
  'POST /record': ({ control, world }, args) => {
    const now = world.clock.now();
    control.addRecord({
      systemTime: args.instant('systemTime', epochMs(now + Math.round(args.number('aheadMs', 0)))),
      glucoseMgdl: args.number('value', 120),
      trend: trend(args),
      appearsAt: args.instant('appearsAt', now),
    });
  },
  'POST /malformed': ({ control, world }, args) => {
    const kind = args.text('kind');
    if (!isMalformedKind(kind)) {
      throw new BadCommand(`kind: expected one of ${malformedKinds.join(', ')}`);
    }
    control.addMalformed(kind, args.instant('at', world.clock.now()));
  },
  'DELETE /malformed': ({ control }) => control.clearMalformed(),
  'POST /duplicates': ({ control }, args) => control.setWatchDuplicates(args.flag('on', true)),
  'POST /delay': ({ control }, args) => {
    const delay = readAppearanceDelay(args.all['delay']);
    if (delay === undefined) throw new BadCommand('delay: expected ms or a distribution');
    control.setAppearanceDelay(delay);
  },
  'POST /utc-offset': ({ control }, args) => control.setUtcOffset(args.number('minutes')),
  'POST /advance': ({ advance }, args) => {
    if (!advance) throw new BadCommand('advance: this simulator runs on the machine’s own clock');
    const ms = args.number('ms');
    if (ms < 0) throw new BadCommand('ms: time goes forward only');
    advance(ms);
  },
  'DELETE /requests': ({ control }) => control.clearRequests(),
};

/** All commands and questions, for those who ask for one that does not exist. */
const controlRoutes: readonly string[] = [
  'GET ',
  'GET /requests',
  'GET /truth',
  ...Object.keys(COMMANDS),
];

/** Answers one request to the control. */
export function answerControl(context: ControlContext, request: WireRequest): WireReply {
  const path = request.path.slice(CONTROL_PATH.length).replace(/\/+$/, '');
  try {
    return carryOut(context, request, path) ?? unknown(context);
  } catch (thrown) {
    if (thrown instanceof BadCommand || thrown instanceof RangeError) {
      return jsonReply(400, { error: thrown.message });
    }
    throw thrown;
  }
}

function carryOut(
  context: ControlContext,
  request: WireRequest,
  path: string,
): WireReply | undefined {
  const { world, webApi } = context;
  const isGet = request.method === 'GET';
  const args = (): JsonArguments => {
    const fromQuery = JSON.stringify(Object.fromEntries(request.query));
    return jsonArguments(isGet || request.body === '' ? fromQuery : request.body);
  };
  if (webApi && (path === WEB_API_CONTROL || path.startsWith(`${WEB_API_CONTROL}/`))) {
    return answerWebApiControl(webApi, request, path.slice(WEB_API_CONTROL.length), args());
  }
  if (isGet) {
    if (path === '') return jsonReply(200, state(context));
    if (path === '/requests') return jsonReply(200, world.requests.records);
    if (path === '/truth') return truth(world, request);
  }
  const command = COMMANDS[`${request.method} ${path}`];
  if (!command) return undefined;
  command(context, args());
  return jsonReply(200, state(context));
}

function state({ world, webApi }: ControlContext): Readonly<Record<string, unknown>> {
  return { ...describeWorld(world), ...(webApi ? { webApi: describeWebApi(webApi) } : {}) };
}

function unknown({ webApi }: ControlContext): WireReply {
  const more = webApi ? webApiControlRoutes : [];
  const commands = [...controlRoutes, ...more].map((route) =>
    route.replace(' ', ` ${CONTROL_PATH}`),
  );
  return jsonReply(404, { error: 'no such command', commands });
}

function truth(world: ShareWorld, request: WireRequest): WireReply {
  const now = world.clock.now();
  const asked = (name: string, fallback: number): number => {
    const text = request.query.get(name) ?? '';
    return /^\d+$/.test(text) ? Number(text) : fallback;
  };
  const from = epochMs(asked('from', now - DAY_MS));
  const to = epochMs(asked('to', now));
  if (to - from > 370 * DAY_MS) return jsonReply(400, { error: 'to: at most 370 days after from' });
  return jsonReply(200, world.patient.truth(from, to));
}

function trend(args: JsonArguments): Trend {
  const word = args.text('trend', 'flat');
  const found = TRENDS.find((known) => known === word);
  if (!found) throw new BadCommand(`trend: expected one of ${TRENDS.join(', ')}`);
  return found;
}
