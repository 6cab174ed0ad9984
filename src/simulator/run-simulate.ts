import { DAY_MS, epochMs } from '../domain/instant.ts';
import { systemClock } from '../platform/clock.ts';
import { seededRandom, systemRandom } from '../platform/random.ts';
import { startNightscoutStandIn } from './nightscout/start-nightscout-stand-in.ts';
import type { AppearanceDelay } from './patient/appearance-delay.ts';
import { scaledClock } from './scaled-clock.ts';
import { legacyShape, modernShape } from './share/share-shape.ts';
import { simulateWords } from './simulate-words.ts';
import { startDexcomSimulator } from './start-dexcom-simulator.ts';
import { usualApp } from './web-api/create-web-api-world.ts';
import type { ClientApp } from './web-api/oauth/client-apps.ts';
import type { Product } from './web-api/records/product.ts';
import type { Region } from './web-api/records/records-world.ts';

/** What a person chooses for the simulator on its own. */
export interface SimulateOptions {
  /** Plain http; 8080 by default, 0 takes any free port. */
  readonly port?: number;
  /** HTTPS as well, with a certificate that vouches for itself. */
  readonly tlsPort?: number;
  /** Address to listen on; loopback by default. */
  readonly listen?: string;
  /** How many times as fast as real time, 1 by default; above 1 it begins a day ago and stops hurrying when it has caught up. */
  readonly speed?: number;
  /** Whose life; by chance when absent. */
  readonly seed?: number;
  /** Until a reading can be seen. */
  readonly delay?: AppearanceDelay;
  readonly username?: string;
  readonly password?: string;
  readonly utcOffsetMinutes?: number;
  /** Answers as in 2017: slashes, trend numbers, a receiver’s clock ahead. */
  readonly legacy?: boolean;
  /** What the person wears; `g7` by default. */
  readonly product?: Product;
  /** Where the Web API stands: its data are 1 h (us, the default) or 3 h late. */
  readonly region?: Region;
  /** Until the Web API shows what a phone uploaded, in ms; by the region when absent. */
  readonly webApiDelayMs?: number;
  /** The application that may read: `simulated-client` by default. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** Where it may be redirected to; anywhere when absent. */
  readonly redirectUris?: readonly string[];
  /** People are picked from a list, without a password. */
  readonly sandbox?: boolean;
  /** How many days back the person’s data go; 90 by default. */
  readonly historyDays?: number;
  /** Starts the Nightscout stand-in too. */
  readonly nightscout?: { readonly port?: number; readonly apiSecret?: string };
}

/** Where the simulator meets the world. */
export interface SimulateStage {
  /** Takes one line. */
  readonly print: (line: string) => void;
  /** Ends the simulation. */
  readonly signal: AbortSignal;
}

const USUAL_PORT = 8_080;
const USUAL_NIGHTSCOUT_PORT = 1_337;
/** How long an authorization code can be exchanged, in ms of real time. */
const CODE_MS = 60_000;
/** Greatest speed at which polls still meet every reading within seconds. */
const GREATEST_SPEED = 3_600;

/**
 * Runs the Dexcom simulator, and the stand-in if asked, until the signal is aborted.
 * @throws RangeError on a speed outside 1 to 3 600; an Error with `code` EADDRINUSE when a port is taken.
 */
export async function runSimulate(options: SimulateOptions, stage: SimulateStage): Promise<void> {
  const { speed = 1, listen = '127.0.0.1', tlsPort, seed, nightscout } = options;
  if (!(speed >= 1 && speed <= GREATEST_SPEED)) {
    throw new RangeError(`speed must be 1 to ${GREATEST_SPEED}, not ${speed}`);
  }
  stage.signal.throwIfAborted();
  const real = systemClock;
  const from = speed > 1 ? epochMs(real.now() - DAY_MS) : real.now();
  const clock = scaledClock(real, speed, { from, neverAhead: speed > 1 });
  const account = {
    name: options.username ?? 'sharer',
    password: options.password ?? 'simulated',
  };
  const random = seed === undefined ? systemRandom : seededRandom(seed);
  const whose = seed ?? Math.floor(systemRandom.next() * 1_000_000);
  const app: ClientApp = {
    id: options.clientId ?? usualApp.id,
    secret: options.clientSecret ?? usualApp.secret,
    redirectUris: options.redirectUris ?? 'any',
  };
  const { region = 'us', product = 'g7', sandbox = false } = options;
  const dexcom = await startDexcomSimulator({
    clock,
    wireClock: real,
    random,
    host: listen,
    port: options.port ?? USUAL_PORT,
    ...(tlsPort === undefined ? {} : { tlsPort }),
    accounts: [account],
    patient: {
      seed: whose,
      utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
      ...(options.delay === undefined ? {} : { appearanceDelay: options.delay }),
    },
    shape: options.legacy ? legacyShape : modernShape,
    webApi: {
      apps: [app],
      region,
      product,
      sandbox,
      ...(options.webApiDelayMs === undefined ? {} : { uploadDelayMs: options.webApiDelayMs }),
      ...(options.historyDays === undefined ? {} : { historyDays: options.historyDays }),
      // A browser is no faster because the simulated hour is.
      lifetimes: { codeMs: CODE_MS * speed },
    },
    advance: (ms) => clock.advance(ms),
  });
  try {
    const apiSecret = nightscout?.apiSecret ?? 'simulated-secret';
    const site =
      nightscout &&
      (await startNightscoutStandIn({
        clock: real,
        apiSecret,
        host: listen,
        port: nightscout.port ?? USUAL_NIGHTSCOUT_PORT,
      }));
    try {
      const words = simulateWords({
        url: dexcom.url,
        tlsUrl: dexcom.tlsUrl,
        account,
        app,
        person: { region, product, sandbox },
        seed: whose,
        speed,
        ...(site ? { site: { url: site.url, apiSecret } } : {}),
      });
      for (const line of words) stage.print(line);
      await aborted(stage.signal);
    } finally {
      await site?.stop();
    }
  } finally {
    await dexcom.stop();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
