import type { EpochMs } from '../../domain/instant.ts';
import { epochMs, MINUTE_MS } from '../../domain/instant.ts';
import type { AlertPlan } from '../patient/alert-plan.ts';
import type { EventContent } from '../patient/diary-event.ts';
import { webApiEndpoints } from '../web-api/answer-web-api.ts';
import type { ClientApp } from '../web-api/oauth/client-apps.ts';
import type { Consent } from '../web-api/oauth/token-office.ts';
import { products, type Region } from '../web-api/records/index.ts';
import { readWebApiFault } from '../web-api/web-api-fault.ts';
import type { WebApiWorld } from '../web-api/web-api-world.ts';
import { BadCommand, type JsonArguments } from './json-arguments.ts';
import type { WebApiControl } from './web-api-control.ts';

/** What a person may set on the phone, each as a number. */
const SETTINGS = [
  'highMgdl',
  'lowMgdl',
  'riseMgdlPerMin',
  'fallMgdlPerMin',
  'signalLossMinutes',
  'highSnoozeMinutes',
  'lowSnoozeMinutes',
  'highDelayMinutes',
] as const satisfies readonly (keyof AlertPlan)[];
const REGIONS = ['us', 'ous', 'jp'] as const satisfies readonly Region[];

/** What a command to the Web API is carried out with. */
export interface WebApiContext {
  readonly world: WebApiWorld;
  readonly control: WebApiControl;
}

/** Does what is asked; what it returns is the answer, else the state is. */
type WebApiCommand = (context: WebApiContext, args: JsonArguments) => object | undefined;

/** Everything that changes something, by method and path below `/simulator/web-api`. */
export const WEB_API_COMMANDS: Readonly<Record<string, WebApiCommand>> = {
  'POST /faults': command(({ control }, args) => {
    const endpoint = args.text('endpoint', 'any');
    if (endpoint !== 'any' && !webApiEndpoints.includes(endpoint)) {
      throw new BadCommand(`endpoint: expected any or one of ${webApiEndpoints.join(', ')}`);
    }
    const fault = readWebApiFault(args.all);
    if (!fault) throw new BadCommand('kind: expected the name of a fault with its fields');
    control.setFault(fault, { endpoint, ...numbers(args, ['times', 'forMs']) });
  }),
  'DELETE /faults': command(({ control }, args) => control.clearFaults(text(args, 'endpoint'))),

  'POST /auto-consent': command(({ control }, args) =>
    control.setAutoConsent({ user: args.text('user'), decline: args.flag('decline', false) }),
  ),
  'DELETE /auto-consent': command(({ control }) => control.setAutoConsent(undefined)),
  'POST /authorize': ({ control }, args) => ({
    location: control.authorize(args.text('redirectUri'), args.text('state', ''), whose(args)),
  }),
  'POST /tokens': ({ control }, args) => control.issueTokens(whose(args)),
  'POST /revoke': ({ control }, args) => ({
    revoked: control.revoke(text(args, 'user'), text(args, 'client')),
  }),
  'POST /access-tokens/expire': command(({ control }) => control.expireAccessTokens()),
  'POST /lifetimes': command(({ control }, args) =>
    control.setLifetimes(numbers(args, ['codeMs', 'accessMs', 'refreshMs'])),
  ),
  'POST /client-secret': ({ control }, args) => ({
    secret: control.regenerateSecret(text(args, 'client'), text(args, 'secret')),
  }),
  'POST /apps': command(({ control }, args) =>
    control.addApp({
      id: args.text('id'),
      secret: args.text('secret'),
      redirectUris: redirectUris(args),
    }),
  ),
  'POST /redirect-uris': command(({ control }, args) =>
    control.setRedirectUris(redirectUris(args), text(args, 'client')),
  ),

  'POST /quirks': command(({ control }, args) => control.setQuirks(args.all)),
  'DELETE /quirks': command(({ control }) => control.clearQuirks()),
  'POST /shape': command(({ control }, args) => control.setShape(args.all)),
  'POST /limit': command(({ control }, args) => control.setRateLimit(args.number('callsPerHour'))),
  'POST /region': command(({ control }, args) =>
    control.setRegion(oneOf(args.text('region'), REGIONS, 'region')),
  ),
  'POST /delay': command(({ control }, args) =>
    control.setUploadDelay(args.all['ms'] === undefined ? undefined : args.number('ms')),
  ),
  'POST /product': command(({ control }, args) =>
    control.setProduct(oneOf(args.text('product'), products, 'product'), text(args, 'user')),
  ),

  'POST /events': ({ control, world }, args) => ({
    id: control
      .diary(text(args, 'user'))
      .addEvent(
        { ...content(args), at: at(args, world), type: args.text('type') },
        maybe(args, 'enteredAt'),
      ),
  }),
  'PATCH /events': command(({ control }, args) =>
    control.diary(text(args, 'user')).updateEvent(eventId(control, args), content(args)),
  ),
  'DELETE /events': command(({ control }, args) =>
    control.diary(text(args, 'user')).deleteEvent(eventId(control, args), {
      vanish: ['true', true].some((yes) => yes === args.all['vanish']),
    }),
  ),
  'POST /calibrations': ({ control, world }, args) => ({
    id: control
      .diary(text(args, 'user'))
      .addCalibration(at(args, world), args.number('value'), maybe(args, 'enteredAt')),
  }),
  'POST /reading': command(({ control, world }, args) =>
    control
      .diary(text(args, 'user'))
      .changeReading(at(args, world), args.number('value'), maybe(args, 'visibleAt')),
  ),
  'POST /receiver': command(({ control }, args) => {
    const mode = { clockAheadMs: Math.round(args.number('clockAheadMs', 0)) };
    const diary = control.diary(text(args, 'user'));
    diary.setReceiver(args.flag('on', true) ? mode : undefined, maybe(args, 'from'));
  }),
  'POST /transmitter': command(({ control, world }, args) =>
    control.diary(text(args, 'user')).changeTransmitter(at(args, world)),
  ),
  'POST /settings': command(({ control }, args) =>
    control.diary(text(args, 'user')).changeSettings(numbers(args, SETTINGS), maybe(args, 'from')),
  ),
  'DELETE /requests': command(({ control }) => control.clearRequests()),
};

function command(run: (context: WebApiContext, args: JsonArguments) => unknown): WebApiCommand {
  return (context, args) => {
    run(context, args);
    return undefined;
  };
}

/** A text that may be missing. */
function text(args: JsonArguments, name: string): string | undefined {
  return args.all[name] === undefined ? undefined : args.text(name);
}

function maybe(args: JsonArguments, name: string): EpochMs | undefined {
  return args.all[name] === undefined ? undefined : args.instant(name);
}

/** `at` in UTC ms, or `minutesAgo`; now when neither is said. */
function at(args: JsonArguments, { clock }: WebApiWorld): EpochMs {
  const ago = args.number('minutesAgo', 0) * MINUTE_MS;
  return args.instant('at', epochMs(Math.round(clock.now() - ago)));
}

function whose(args: JsonArguments): Partial<Consent> {
  const user = text(args, 'user');
  const client = text(args, 'client');
  return { ...(user === undefined ? {} : { user }), ...(client === undefined ? {} : { client }) };
}

function numbers<Name extends string>(
  args: JsonArguments,
  names: readonly Name[],
): { readonly [N in Name]?: number } {
  const given = names.filter((name) => args.all[name] !== undefined);
  const pairs = given.map((name) => [name, args.number(name)]);
  return Object.fromEntries(pairs) as { readonly [N in Name]?: number };
}

/** `id` as the diary has it, or `recordId` as the application knows it. */
function eventId(control: WebApiControl, args: JsonArguments): string {
  const recordId = text(args, 'recordId');
  return recordId === undefined ? args.text('id') : control.eventId(recordId, whose(args));
}

/** What is said of an event; `type` too, where it is said. */
function content(args: JsonArguments): Partial<EventContent> {
  const type = text(args, 'type');
  const subtype = text(args, 'subtype');
  const note = text(args, 'text');
  const unit = text(args, 'meterUnit');
  const when = maybe(args, 'at');
  return {
    ...(type === undefined ? {} : { type }),
    ...(subtype === undefined ? {} : { subtype }),
    ...(note === undefined ? {} : { text: note }),
    ...(unit === undefined ? {} : { meterUnit: oneOf(unit, ['mg/dL', 'mmol/L'], 'meterUnit') }),
    ...(when === undefined ? {} : { at: when }),
    ...numbers(args, ['amount']),
  };
}

function redirectUris(args: JsonArguments): ClientApp['redirectUris'] {
  const value = args.all['redirectUris'] ?? 'any';
  if (value === 'any') return value;
  if (!Array.isArray(value) || !value.every((uri) => typeof uri === 'string')) {
    throw new BadCommand('redirectUris: expected any or a list of addresses');
  }
  return value;
}

function oneOf<T extends string>(word: string, words: readonly T[], name: string): T {
  const found = words.find((known) => known === word);
  if (!found) throw new BadCommand(`${name}: expected one of ${words.join(', ')}`);
  return found;
}
