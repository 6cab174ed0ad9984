/** What runs, for the words about it. */
export interface SimulateFacts {
  readonly shareUrl: string;
  readonly tlsUrl: string | undefined;
  /** Simulated credentials, made to be shown. */
  readonly account: { readonly name: string; readonly password: string };
  readonly seed: number;
  readonly speed: number;
  readonly site?: { readonly url: string; readonly apiSecret: string };
}

/** The lines that tell a person how to use the running simulator. */
export function simulateWords(facts: SimulateFacts): string[] {
  const { shareUrl, tlsUrl, account, site, speed } = facts;
  const command = (path: string, body: string): string =>
    `  curl -X POST ${shareUrl}/simulator${path} -d ${quote(body)}`;
  return [
    `Dexcom Share simulator: ${shareUrl}`,
    ...(tlsUrl ? [`            over HTTPS: ${tlsUrl} (its certificate vouches for itself)`] : []),
    `  user name ${account.name}, password ${account.password}, seed ${facts.seed}`,
    ...(speed > 1
      ? [`  ${speed} times as fast as real time, from 24 hours ago until it has caught up`]
      : []),
    ...(site ? [`Nightscout stand-in: ${site.url}, API secret ${site.apiSecret}`] : []),
    '',
    'A bridge that reads from it:',
    `  DEXCOM_SHARE_URL=${shareUrl} DEXCOM_USERNAME=${quote(account.name)} DEXCOM_PASSWORD=${quote(account.password)} \\`,
    `  NIGHTSCOUT_URL=${site?.url ?? 'http://127.0.0.1:1337'} NIGHTSCOUT_API_SECRET=${quote(site?.apiSecret ?? 'your-api-secret')} nightscout-dexcom-bridge run`,
    '',
    'State, and faults on request:',
    `  curl ${shareUrl}/simulator`,
    command(
      '/faults',
      '{"kind":"status","status":503,"times":3,"endpoint":"ReadPublisherLatestGlucoseValues"}',
    ),
    command('/faults', '{"kind":"code","code":"SessionNotValid","times":1}'),
    command('/faults', '{"kind":"hang"}'),
    `  curl -X DELETE ${shareUrl}/simulator/faults`,
    command('/sessions/expire', '{}'),
    command('/gap', '{"minutes":15}'),
    command('/value', '{"minutes":10,"value":"low"}'),
    command('/duplicates', '{"on":true}'),
    command('/record', '{"aheadMs":7200000,"value":150}'),
    command('/malformed', '{"kind":"nullValue"}'),
    command('/password', JSON.stringify({ account: account.name, password: 'another' })),
    command(
      '/delay',
      '{"delay":{"kind":"twoHumps","firstMs":15000,"secondMs":200000,"spreadMs":5000,"shareOfSecond":0.3}}',
    ),
    command('/advance', '{"ms":3600000}'),
  ];
}

/** A shell word; quoted where it is not plain. */
function quote(text: string): string {
  return /^[\w@.:/+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
