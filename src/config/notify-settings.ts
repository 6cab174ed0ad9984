import { Secret } from '../platform/secret.ts';
import { numberFrom, oneOf, secretText, yesOrNo } from '../platform/setting-schema.ts';
import { setting } from '../platform/setting.ts';
import { textSchema, Unreadable } from '../platform/text-schema.ts';
import { isLoopback, readWebAddress } from '../platform/web-address.ts';
import type { Notes } from './faults.ts';
import { isPrivateHost } from './private-host.ts';
import type { Resolved } from './resolve.ts';

/** What a receiver of notices understands. */
export type NotifyFormat = 'json' | 'ntfy' | 'pushover' | 'slack';

/** Where notices go and when; nothing of it is sent by default. */
export interface NotifyConfig {
  readonly format: NotifyFormat;
  /** The whole address, which may hold a token; with ntfy its last part is the topic. */
  readonly url: Secret;
  /** Host with port, for messages. */
  readonly host: string;
  /** Bearer token; with Pushover the token of the application. */
  readonly token?: Secret;
  /** Pushover’s user or group key. */
  readonly user?: Secret;
  /** How long without a new reading counts as stopped, in minutes. */
  readonly afterMinutes: number;
  /** Whether notices may name glucose values. */
  readonly glucose: boolean;
}

/** An address as read. */
interface NotifyAddress {
  readonly url: string;
  readonly hostname: string;
  readonly host: string;
  readonly isHttp: boolean;
  readonly path: string;
  readonly hasQuery: boolean;
}

const PUSHOVER_URL = 'https://api.pushover.net/1/messages.json';
const DISCORD = /^(discord|discordapp)\.com$/;
/** What ntfy allows a topic to be called; docs.ntfy.sh/publish. */
const TOPIC = /^[\w-]{1,64}$/;

const notifyAddress = textSchema((text): NotifyAddress | Unreadable => {
  const address = readWebAddress(text);
  if (!address || address.hasFragment || address.hasCredentials) {
    return new Unreadable(
      'an https address such as https://ntfy.sh/my-secret-topic, without user, password or #',
    );
  }
  const trimmed = text.trim();
  const { href } = new URL(trimmed.includes('://') ? trimmed : `https://${trimmed}`);
  const { hostname, host, path } = address;
  const isHttp = address.protocol === 'http:';
  return { url: href, hostname, host, isHttp, path, hasQuery: href.includes('?') };
});

/** What a person can set about notices. */
export const notifySettings = {
  notifyUrl: setting({
    name: 'NOTIFY_URL',
    key: 'notify.url',
    secret: true,
    schema: notifyAddress,
    about:
      'Where a notice is sent when readings stop, a login is refused or a destination is stuck, and when it is well again: a webhook, an ntfy topic (https://ntfy.sh/my-secret-topic), a Slack or Discord webhook. Not set: no notices. With Pushover it can be left out. It may hold a token, and is treated as a secret.',
  }),
  notifyFormat: setting({
    name: 'NOTIFY_FORMAT',
    key: 'notify.format',
    schema: oneOf(['json', 'ntfy', 'pushover', 'slack'], { discord: 'slack' }),
    about:
      'What the receiver understands: json, ntfy, pushover or slack. Not set: told by the host (ntfy.sh or ntfy.*, api.pushover.net, hooks.slack.com, discord.com), by NOTIFY_USER (pushover), else json.',
  }),
  notifyToken: setting({
    name: 'NOTIFY_TOKEN',
    key: 'notify.token',
    secret: true,
    schema: secretText(),
    about:
      'Access token of ntfy or of your own webhook (sent as Bearer), or the API token of your Pushover application.',
  }),
  notifyUser: setting({
    name: 'NOTIFY_USER',
    key: 'notify.user',
    secret: true,
    schema: secretText(),
    about: 'Your user key (or group key) at Pushover.',
  }),
  notifyAfterMinutes: setting({
    name: 'NOTIFY_AFTER_MINUTES',
    key: 'notify.afterMinutes',
    fallback: '30',
    schema: numberFrom(10, 1440, 'minutes'),
    about:
      'How long there must be no new reading before a notice says so. At least 10: a reading or two are late every day. Four hours are added where only the Web API is read, which is hours late by design.',
  }),
  notifyGlucose: setting({
    name: 'NOTIFY_GLUCOSE',
    key: 'notify.glucose',
    fallback: 'false',
    schema: yesOrNo(),
    about:
      'Name the last glucose value in notices: true or false. They pass through the receiver’s servers and show on locked screens.',
  }),
} as const;

/** Where notices go, reporting what does not go together; `undefined` where none are wanted. */
export function readNotify(resolved: Resolved, notes: Notes): NotifyConfig | undefined {
  const { values, given } = resolved;
  const read = values as {
    notifyUrl?: NotifyAddress;
    notifyFormat?: NotifyFormat;
    notifyToken?: Secret;
    notifyUser?: Secret;
    notifyAfterMinutes?: number;
    notifyGlucose?: boolean;
  };
  // What is given and wrong has been reported.
  if (given['notifyUrl'] !== undefined && read.notifyUrl === undefined) return undefined;
  if (given['notifyFormat'] !== undefined && read.notifyFormat === undefined) return undefined;
  const format =
    read.notifyFormat ?? guessFormat(read.notifyUrl, given['notifyUser'] !== undefined);
  const address = read.notifyUrl ?? (format === 'pushover' ? pushoverAddress() : undefined);
  const before = notes.faults.length;
  if (address === undefined) {
    reportIdle(resolved, notes);
    return undefined;
  }
  demandSafeAddress(address, given['notifyUrl']?.label ?? 'NOTIFY_URL', format, notes);
  demandCredentials(resolved, format, notes);
  const { notifyToken: token, notifyUser: user, notifyAfterMinutes: afterMinutes } = read;
  if (notes.faults.length > before || afterMinutes === undefined) return undefined;
  return {
    format,
    url: new Secret(urlFor(address)),
    host: address.host,
    ...(token === undefined ? {} : { token }),
    ...(user === undefined ? {} : { user }),
    afterMinutes,
    glucose: read.notifyGlucose === true,
  };
}

function guessFormat(address: NotifyAddress | undefined, hasUser: boolean): NotifyFormat {
  if (address === undefined) return hasUser ? 'pushover' : 'json';
  const { hostname } = address;
  if (hostname === 'api.pushover.net') return 'pushover';
  if (/^ntfy\./.test(hostname)) return 'ntfy';
  return hostname === 'hooks.slack.com' || DISCORD.test(hostname) ? 'slack' : 'json';
}

function pushoverAddress(): NotifyAddress {
  const { hostname, host, pathname } = new URL(PUSHOVER_URL);
  return { url: PUSHOVER_URL, hostname, host, isHttp: false, path: pathname, hasQuery: false };
}

/** Discord reads Slack’s form at an address of its own; docs.discord.com/developers/resources/webhook. */
function urlFor({ url, hostname, path }: NotifyAddress): string {
  if (!DISCORD.test(hostname) || path.endsWith('/slack')) return url;
  const slack = new URL(url);
  slack.pathname = `${path}/slack`;
  return slack.href;
}

function demandSafeAddress(
  { hostname, isHttp, path, hasQuery }: NotifyAddress,
  label: string,
  format: NotifyFormat,
  notes: Notes,
): void {
  if (isHttp && !isPrivateHost(hostname)) {
    notes.fault(
      label,
      'is an http address: everyone on the way could read the notices and what the address holds. Use https.',
      'missing',
    );
  } else if (isHttp && !isLoopback(hostname)) {
    notes.warn(
      `${label} is an http address: everyone in that network can read the notices and what the address holds. Use https where it can be had.`,
    );
  }
  const topic = path.split('/').at(-1) ?? '';
  if (format === 'ntfy' && (hasQuery || !TOPIC.test(topic))) {
    notes.fault(
      label,
      'expected an address that ends in the topic (letters, digits, _ and -, at most 64), such as https://ntfy.sh/my-secret-topic; an access token goes into NOTIFY_TOKEN.',
      'missing',
    );
  }
}

function demandCredentials({ given }: Resolved, format: NotifyFormat, notes: Notes): void {
  const [token, user] = [given['notifyToken'], given['notifyUser']];
  if (format === 'pushover') {
    if (token === undefined) {
      notes.fault(
        'NOTIFY_TOKEN',
        'is missing: Pushover needs the API token of an application of yours (pushover.net/apps/build). Set it, or NOTIFY_TOKEN_FILE.',
        'missing',
      );
    }
    if (user === undefined) {
      notes.fault(
        'NOTIFY_USER',
        'is missing: Pushover needs your user key, which stands on pushover.net after login. Set it, or NOTIFY_USER_FILE.',
        'missing',
      );
    }
    return;
  }
  if (user !== undefined) {
    notes.warn(`${user.label} has no effect: only Pushover has user keys, and this is ${format}.`);
  }
  if (token !== undefined && format === 'slack') {
    notes.warn(
      `${token.label} has no effect: a Slack or Discord webhook has its token in the address.`,
    );
  }
}

function reportIdle({ given }: Resolved, notes: Notes): void {
  const token = given['notifyToken'] ?? given['notifyFormat'];
  if (token !== undefined) {
    notes.fault(
      'NOTIFY_URL',
      `is missing: ${token.label} is set. Set it, or remove that.`,
      'missing',
    );
    return;
  }
  for (const idle of [given['notifyAfterMinutes'], given['notifyGlucose']]) {
    if (idle !== undefined) notes.warn(`${idle.label} has no effect without NOTIFY_URL.`);
  }
}
