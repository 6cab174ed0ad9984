import { randomBytes } from 'node:crypto';
import { DAY_MS, epochMs, HOUR_MS, SECOND_MS } from '../domain/instant.ts';
import { createSqliteJournal } from '../journal/sqlite/index.ts';
import { makeTemporaryFolder } from '../journal/temporary-folder.ts';
import { systemClock } from '../platform/clock.ts';
import type { Display } from '../platform/display.ts';
import { createHttpClient, type HttpCall } from '../platform/http-client.ts';
import { systemRandom } from '../platform/random.ts';
import { Secret } from '../platform/secret.ts';
import { createUrgentWork } from '../platform/urgent-work.ts';
import { USER_AGENT } from '../platform/version.ts';
import { scaledClock, startNightscoutStandIn, startShareSimulator } from '../simulator/index.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import { createStatusBoard } from '../telemetry/status-board.ts';
import { buildBridge } from './build-bridge.ts';
import { demoOpening } from './demo-words.ts';
import { firstOf } from './first-of.ts';
import { openState } from './open-state.ts';
import { partsOf, planAccounts } from './plan-accounts.ts';
import type { BridgeAccount } from './read-configuration.ts';
import { createRelay } from './relay.ts';
import { createServedRoutes } from './served-routes.ts';
import { serve, type ListenSetting } from './serve.ts';

/** What a demo is played with. */
export interface DemoStage {
  /** How many times as fast as real time; 1 or more. */
  readonly speed: number;
  readonly listen: ListenSetting;
  /** False: the address is the default, and another free port will do where it is taken. */
  readonly listenIsSet: boolean;
  readonly display: Display;
  /** Prints a line. */
  readonly say: (line: string) => void;
  readonly emit: Emit;
}

/** A compressed demo begins so long ago: it never shows a reading from the future, and is soon in the present. In ms. */
const BEGINS_AGO_MS = 3 * HOUR_MS;
/** The simulated sensor was put on so long before the demo begins: a day of readings is there at once. In ms. */
const WORN_MS = DAY_MS;
/** The page waits so long for the first readings, in ms. */
const PATIENCE_MS = 3_000;
/** Merging as by default, in ms. */
const TOLERANCE_MS = 150_000;
const REQUESTS_PER_READING = 1.5;
const WRITES = { events: false, mbg: false, alerts: false };
/** What the stand-in shows as the uploader: nobody can take these rows for a person’s. */
const DEVICE = 'nightscout-dexcom-bridge demo (simulated)';

/** Simulated Dexcom → the real bridge → a stand-in for Nightscout, until the signal is aborted. */
export async function playDemo(stage: DemoStage, signal: AbortSignal): Promise<void> {
  const startedAt = systemClock.now();
  const from = stage.speed > 1 ? epochMs(startedAt - BEGINS_AGO_MS) : startedAt;
  // Caught up, it goes on in real time: nothing in a demo is ever dated in the future.
  const clock = scaledClock(systemClock, stage.speed, { from, neverAhead: true });
  const secrets = { password: chance(), apiSecret: chance() };
  const closing: (() => unknown)[] = [];
  try {
    const share = await startShareSimulator({
      clock,
      wireClock: systemClock,
      random: systemRandom,
      accounts: [{ name: 'demo', password: secrets.password }],
      patient: { seed: Math.floor(startedAt / SECOND_MS), notBefore: epochMs(from - WORN_MS) },
    });
    closing.push(() => share.stop());
    const nightscout = await startNightscoutStandIn({
      clock: systemClock,
      apiSecret: secrets.apiSecret,
    });
    closing.push(() => nightscout.stop());
    const folder = await makeTemporaryFolder();
    closing.push(() => folder.remove());
    const journal = createSqliteJournal({ folder: folder.path, clock });
    await journal.open();
    closing.push(() => journal.close());
    const calls = createRelay<HttpCall>();
    const http = createHttpClient(USER_AGENT, { onCall: calls.note });
    closing.push(() => http.close());

    const account = accountOf(share.url, nightscout.url, secrets);
    const board = createStatusBoard(clock, [partsOf(account)]);
    const events = createRelay<BridgeEvent>();
    const first = firstOf(['sink.delivered', 'sink.failed', 'source.failed']);
    const emit: Emit = (event) => {
      stage.emit(event);
      board.note(event);
      events.note(event);
      first.note(event);
    };
    for (const line of demoOpening(stage.speed, from, startedAt, nightscout.url)) stage.say(line);
    const plan = planAccounts(
      { accounts: [account], shareRequestsPerReading: REQUESTS_PER_READING },
      {
        state: await openState(
          { accounts: [account], tokenStore: { kind: 'journal' } },
          journal,
          clock,
        ),
        clock,
        random: systemRandom,
        urgent: createUrgentWork(),
        http: () => Promise.resolve(http),
      },
    );
    const ending = new AbortController();
    const both = AbortSignal.any([signal, ending.signal]);
    const mounts = () =>
      createServedRoutes({
        ...{ accounts: [account], journal, board, clock, listen: stage.listen, events },
        display: stage.display,
        folder: folder.path,
        feedApiSecret: undefined,
        isSimulated: true,
        calls,
        stopping: both,
      });
    const { listen, listenIsSet } = stage;
    const serving = (async () => {
      // Whoever opens the address at once finds the day that was promised.
      const patience = systemClock.sleep(PATIENCE_MS, both).catch(() => undefined);
      await Promise.race([first.seen, patience]);
      const anyPortWillDo = !listenIsSet;
      await serve({ listen, anyPortWillDo, mounts, clock: systemClock, emit }, both);
    })();
    try {
      await buildBridge(plan, { journal, clock, random: systemRandom, emit }).run(signal);
    } finally {
      ending.abort();
      await serving;
    }
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

function accountOf(
  shareUrl: string,
  siteUrl: string,
  { password, apiSecret }: { readonly password: string; readonly apiSecret: string },
): BridgeAccount {
  return {
    name: 'demo',
    device: DEVICE,
    mergeToleranceMs: TOLERANCE_MS,
    respectOtherUploaders: true,
    writes: WRITES,
    historySchedule: '0 * * * *',
    share: {
      login: { by: 'name', name: 'demo' },
      password: new Secret(password),
      region: 'us',
      serverUrl: shareUrl,
    },
    restV1: {
      siteUrl,
      credential: { kind: 'secret', value: new Secret(apiSecret) },
      device: DEVICE,
      toleranceMs: TOLERANCE_MS,
      writes: WRITES,
    },
  };
}

function chance(): string {
  return randomBytes(12).toString('hex');
}
