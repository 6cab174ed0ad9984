import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { systemClock } from '../../src/platform/clock.ts';
import { seededRandom } from '../../src/platform/random.ts';
import {
  startDexcomSimulator,
  startNightscoutStandIn,
  type RunningDexcomSimulator,
  type RunningNightscoutStandIn,
  type WebApiOptions,
} from '../../src/simulator/index.ts';
import { startBridge, type BridgeProcess, type Ended } from './bridge-process.ts';
import { API_SECRET, PASSWORD } from './simulated-world.ts';
import { temporaryFolder } from './temporary-folder.ts';

const CLIENT_SECRET = 'client-geheim-Zq7+/=&ü';

/** Dexcom with its Web API, Nightscout, and bridges to run beside them, all on this machine. */
export interface WebApiWorld {
  readonly dexcom: RunningDexcomSimulator;
  readonly nightscout: RunningNightscoutStandIn;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Where the browser is sent; nobody listens there yet. */
  readonly redirectUri: string;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  start(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    stdin?: 'ignore' | 'pipe',
  ): BridgeProcess;
  /** The login address that a running `authorize` has printed, on one line. */
  loginUrl(process: BridgeProcess): Promise<URL>;
  /** A permission, by `authorize --paste`. */
  authorize(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Requests that Dexcom’s Web API had, as `endpoint startDate`. */
  asked(): readonly string[];
  /** Everything that any of its processes printed. */
  printed(): string;
  /** What must be in no output: passwords, secrets, codes and tokens. */
  secrets(): readonly string[];
  dispose(): Promise<void>;
}

/** Starts one; its people have three days of data, which the Web API shows at once. */
export async function startWebApiWorld(webApi: WebApiOptions = {}): Promise<WebApiWorld> {
  const dexcom = await startDexcomSimulator({
    clock: systemClock,
    random: seededRandom(3),
    accounts: [{ name: 'sharer', password: PASSWORD }],
    patient: { seed: 11 },
    webApi: {
      apps: [{ id: 'client-1', secret: CLIENT_SECRET, redirectUris: 'any' }],
      historyDays: 3,
      uploadDelayMs: 0,
      ...webApi,
    },
  });
  const nightscout = await startNightscoutStandIn({
    clock: systemClock,
    apiSecret: API_SECRET,
    authFailDelayMs: 50,
  });
  const { folder, dispose } = await temporaryFolder();
  const redirectUri = `http://localhost:${await freePort()}/callback`;
  const started: BridgeProcess[] = [];
  const usual = {
    DEXCOM_USERNAME: 'sharer',
    DEXCOM_PASSWORD: PASSWORD,
    DEXCOM_SHARE_URL: dexcom.url,
    DEXCOM_API_URL: dexcom.url,
    DEXCOM_CLIENT_ID: 'client-1',
    DEXCOM_CLIENT_SECRET: CLIENT_SECRET,
    DEXCOM_REDIRECT_URI: redirectUri,
    NIGHTSCOUT_URL: nightscout.url,
    NIGHTSCOUT_API_SECRET: API_SECRET,
    LISTEN: '127.0.0.1:0',
    LOG_LEVEL: 'debug',
  };
  const world: WebApiWorld = {
    dexcom,
    nightscout,
    folder,
    env: usual,
    redirectUri,
    run: (args, env) => world.start(args, env).ended,
    start(args, env = {}, stdin = 'ignore') {
      const process = startBridge(args, { ...usual, ...env }, folder, stdin);
      started.push(process);
      return process;
    },
    async loginUrl(process) {
      await process.printed(/^http\S+\/v3\/oauth2\/login\?\S+&state=\S+$/m);
      const [line = ''] = /^http\S+$/m.exec(process.output()) ?? [];
      return new URL(line);
    },
    async authorize(env) {
      const process = world.start(['authorize', '--paste'], env, 'pipe');
      const state = (await world.loginUrl(process)).searchParams.get('state') ?? '';
      process.child.stdin?.end(`${dexcom.webApi.authorize(redirectUri, state)}\n`);
      const { code, stderr } = await process.ended;
      if (code !== 0) throw new Error(stderr);
    },
    asked: () =>
      dexcom.webApiRequests.records.map(({ endpoint, startDate = '' }) =>
        `${endpoint} ${startDate}`.trim(),
      ),
    printed: () => started.map((process) => process.output()).join('\n'),
    secrets: () => [PASSWORD, API_SECRET, ...dexcom.webApi.secrets()],
    async dispose() {
      await Promise.all([dexcom.stop(), nightscout.stop(), dispose()]);
    },
  };
  return world;
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
