import { HOUR_MS, MINUTE_MS } from '../domain/instant.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { answerControl, CONTROL_PATH } from './control/answer-control.ts';
import { createShareControl, type ShareControl } from './control/share-control.ts';
import { createPatient, type PatientOptions, type SimulatedPatient } from './patient/patient.ts';
import { answerShare, SHARE_PATH } from './share/answer-share.ts';
import { createShareAccounts, type LockRule, type ShareAccount } from './share/share-accounts.ts';
import type { ShareFault } from './share/share-fault.ts';
import { createShareSessions } from './share/share-sessions.ts';
import { changeShape, modernShape, type ShareShape } from './share/share-shape.ts';
import type { ShareWorld } from './share/share-world.ts';
import { selfSignedPair, type TlsPair } from './tls/self-signed-pair.ts';
import { createFaultBoard } from './wire/fault-board.ts';
import { createRequestLog, type RequestLog, type ShareRequestRecord } from './wire/request-log.ts';
import { htmlReply, type WireReply, type WireRequest } from './wire/wire-reply.ts';
import { startWireServer } from './wire/wire-server.ts';

/** What the simulated Share service is started with. */
export interface ShareSimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** What slow and late answers wait by; `clock` when absent. Give the machine's own where `clock` runs faster. */
  readonly wireClock?: Clock;
  /** Loopback by default. */
  readonly host?: string;
  /** 0 (default) takes any free port. */
  readonly port?: number;
  /** HTTPS on `port`: with the given pair, or with a fresh one for localhost. */
  readonly tls?: boolean | TlsPair;
  /** A second listener that speaks HTTPS, with the same accounts and faults. */
  readonly tlsPort?: number;
  readonly accounts: readonly ShareAccount[];
  readonly patient: SimulatedPatient | Omit<PatientOptions, 'clock'>;
  /** From login to expiry, in ms; 24 h by default. */
  readonly sessionLifetimeMs?: number;
  /** Five refusals lock an account for ten minutes by default. */
  readonly lock?: Partial<LockRule>;
  readonly shape?: Partial<ShareShape>;
  /** Lets the control push the simulated hour forward. */
  readonly advance?: (ms: number) => void;
}

/** The simulated service while it runs. */
export interface RunningShareSimulator {
  /** Base URL without a path, e.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly port: number;
  /** Base URL of the HTTPS listener, where there is one. */
  readonly tlsUrl: string | undefined;
  /** The certificate to trust, in PEM. */
  readonly certificate: string | undefined;
  readonly patient: SimulatedPatient;
  readonly control: ShareControl;
  readonly requests: RequestLog<ShareRequestRecord>;
  stop(): Promise<void>;
}

const USUAL_LOCK: LockRule = { maxAttempts: 5, lockMs: 10 * MINUTE_MS };
const MAX_BODY_BYTES = 1_000_000;

/** Starts a Share service on this machine. Rejects when a port is taken. */
export async function startShareSimulator(
  options: ShareSimulatorOptions,
): Promise<RunningShareSimulator> {
  const { clock, random, host = '127.0.0.1', port = 0, tlsPort } = options;
  const patient =
    'readings' in options.patient ? options.patient : createPatient({ ...options.patient, clock });
  const world: ShareWorld = {
    clock,
    random,
    patient,
    accounts: createShareAccounts(options.accounts, { ...USUAL_LOCK, ...options.lock }),
    sessions: createShareSessions(options.sessionLifetimeMs ?? 24 * HOUR_MS, random),
    faults: createFaultBoard<ShareFault>(),
    requests: createRequestLog<ShareRequestRecord>(),
    malformed: [],
    shape: changeShape(modernShape, options.shape ?? {}),
  };
  const control = createShareControl(world);
  const context = { world, control, ...(options.advance ? { advance: options.advance } : {}) };
  const answer = async (request: WireRequest): Promise<WireReply> => {
    if (request.path.startsWith(SHARE_PATH)) return answerShare(world, request);
    if (request.path === CONTROL_PATH || request.path.startsWith(`${CONTROL_PATH}/`)) {
      return answerControl(context, request);
    }
    return htmlReply(404, 'Not Found');
  };
  const pair = pairFor(options);
  const wire = {
    host,
    clock,
    wireClock: options.wireClock ?? clock,
    answer,
    maxBodyBytes: MAX_BODY_BYTES,
  };
  const main = await startWireServer({
    ...wire,
    port,
    ...(options.tls && pair ? { tls: pair } : {}),
  });
  const second =
    tlsPort === undefined || !pair
      ? undefined
      : await startWireServer({ ...wire, port: tlsPort, tls: pair }).catch(
          async (thrown: unknown) => {
            await main.stop();
            throw thrown;
          },
        );
  return {
    url: main.url,
    port: main.port,
    tlsUrl: second?.url ?? (options.tls ? main.url : undefined),
    certificate: pair?.cert,
    patient,
    control,
    requests: world.requests,
    async stop() {
      await Promise.all([main.stop(), second?.stop()]);
    },
  };
}

function pairFor({ tls, tlsPort, clock }: ShareSimulatorOptions): TlsPair | undefined {
  if (typeof tls === 'object') return tls;
  return tls === true || tlsPort !== undefined ? selfSignedPair(clock.now()) : undefined;
}
