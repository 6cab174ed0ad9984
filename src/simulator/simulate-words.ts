/** What runs, for the words about it. */
export interface SimulateFacts {
  readonly url: string;
  readonly tlsUrl: string | undefined;
  /** Simulated credentials, made to be shown. */
  readonly account: { readonly name: string; readonly password: string };
  /** The same of an application. */
  readonly app: {
    readonly id: string;
    readonly secret: string;
    readonly redirectUris: readonly string[] | 'any';
  };
  readonly person: {
    readonly product: string;
    readonly region: string;
    readonly sandbox: boolean;
  };
  readonly seed: number;
  readonly speed: number;
  readonly site?: { readonly url: string; readonly apiSecret: string };
}

/** Where a bridge waits for the code, unless an address is registered. */
const USUAL_REDIRECT = 'http://localhost:17581/callback';

/** The lines that tell a person how to use the running simulator. */
export function simulateWords(facts: SimulateFacts): string[] {
  const { url, tlsUrl, account, app, person, site, speed } = facts;
  const redirects = app.redirectUris === 'any' ? undefined : app.redirectUris;
  return [
    `Dexcom simulator: ${url} (Share and the Web API)`,
    ...(tlsUrl ? [`      over HTTPS: ${tlsUrl} (its certificate vouches for itself)`] : []),
    `  user name ${account.name}, password ${account.password}, seed ${facts.seed}`,
    `  client id ${app.id}, client secret ${app.secret}, redirect address ${redirects?.join(' or ') ?? 'any'}`,
    `  product ${person.product}, region ${person.region}${person.sandbox ? ', sandbox: people are picked from a list' : ''}`,
    ...(speed > 1
      ? [`  ${speed} times as fast as real time, from 24 hours ago until it has caught up`]
      : []),
    ...(site ? [`Nightscout stand-in: ${site.url}, API secret ${site.apiSecret}`] : []),
    '',
    'A bridge that reads from it:',
    `  export DEXCOM_SHARE_URL=${url} DEXCOM_USERNAME=${quote(account.name)} DEXCOM_PASSWORD=${quote(account.password)}`,
    `  export DEXCOM_API_URL=${url} DEXCOM_CLIENT_ID=${quote(app.id)} DEXCOM_CLIENT_SECRET=${quote(app.secret)} DEXCOM_REDIRECT_URI=${quote(redirects?.[0] ?? USUAL_REDIRECT)}`,
    `  export NIGHTSCOUT_URL=${site?.url ?? 'http://127.0.0.1:1337'} NIGHTSCOUT_API_SECRET=${quote(site?.apiSecret ?? 'your-api-secret')}`,
    '  nightscout-dexcom-bridge authorize',
    '  nightscout-dexcom-bridge run',
    '',
    ...commandWords(url, account.name),
  ];
}

/** State, and faults on request. */
function commandWords(url: string, user: string): string[] {
  const post = (path: string, body: unknown): string =>
    `  curl -X POST ${url}/simulator${path} -d ${quote(JSON.stringify(body))}`;
  return [
    'State, and faults on request (a command that does not exist lists them all):',
    `  curl ${url}/simulator`,
    post('/faults', {
      kind: 'status',
      status: 503,
      times: 3,
      endpoint: 'ReadPublisherLatestGlucoseValues',
    }),
    post('/faults', { kind: 'code', code: 'SessionNotValid', times: 1 }),
    post('/faults', { kind: 'hang' }),
    `  curl -X DELETE ${url}/simulator/faults`,
    post('/sessions/expire', {}),
    post('/gap', { minutes: 15 }),
    post('/value', { minutes: 10, value: 'low' }),
    post('/duplicates', { on: true }),
    post('/record', { aheadMs: 7_200_000, value: 150 }),
    post('/malformed', { kind: 'nullValue' }),
    post('/password', { account: user, password: 'another' }),
    post('/delay', {
      delay: {
        kind: 'twoHumps',
        firstMs: 15_000,
        secondMs: 200_000,
        spreadMs: 5_000,
        shareOfSecond: 0.3,
      },
    }),
    post('/advance', { ms: 3_600_000 }),
    '',
    'The Web API:',
    `  curl ${url}/simulator/web-api`,
    post('/web-api/auto-consent', { user }),
    post('/web-api/faults', { kind: 'lost', status: 503, endpoint: 'token', times: 1 }),
    post('/web-api/faults', {
      kind: 'oauth',
      error: 'invalid_grant',
      endpoint: 'token',
      forMs: 3_600_000,
    }),
    post('/web-api/faults', {
      kind: 'status',
      status: 429,
      endpoint: 'data',
      body: 'json',
      times: 2,
    }),
    post('/web-api/events', { type: 'carbs', amount: 30, minutesAgo: 20 }),
    post('/web-api/revoke', { user }),
    post('/web-api/client-secret', {}),
    post('/web-api/delay', { ms: 0 }),
  ];
}

/** A shell word; quoted where it is not plain. */
function quote(text: string): string {
  return /^[\w@.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
