import { loadConfig } from '../config/index.ts';
import { asFailure, BridgeFailure } from '../domain/failure.ts';
import { systemClock } from '../platform/clock.ts';
import { isLoopback } from '../platform/web-address.ts';
import type { Emit } from '../telemetry/events.ts';
import { createLogWriter } from '../telemetry/log-writer.ts';
import type { Call } from './call.ts';
import { playDemo } from './demo-stage.ts';
import { createDemoView } from './demo-view.ts';
import { EXIT, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { logStyle } from './log-style.ts';
import { SETTING_GROUPS } from './modules.ts';
import type { ListenSetting } from './serve.ts';
import { watchForStop, type StoppableProcess } from './shutdown.ts';

/** How `demo` was called. */
export interface DemoCall {
  readonly call: Call;
  /** How many times as fast as real time; 1 or more. */
  readonly speed: number;
  /** Ends by itself after so long, in ms of real time; undefined runs until stopped. */
  readonly forMs: number | undefined;
  readonly process: StoppableProcess;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
}

/** What may come from outside: where to listen, and how to log. */
const HONOURED = new Set(['LISTEN', 'LOG_LEVEL', 'LOG_FORMAT', 'NO_COLOR', 'DISPLAY_UNITS']);

/**
 * Simulated Dexcom → the real bridge → a stand-in for Nightscout, all on this machine, until stopped.
 * @throws ConfigFaults; BridgeFailure `command.demo_listen` (usage)
 */
export async function runDemo(asked: DemoCall): Promise<ExitCode> {
  const env = Object.fromEntries(
    Object.entries(asked.call.env).filter(([name]) => HONOURED.has(name.toUpperCase())),
  );
  const loaded = await loadConfig({
    ...asked.call,
    env,
    settings: SETTING_GROUPS,
    withoutAccounts: true,
  });
  const isSet = (name: string) =>
    loaded.effective.some((one) => one.name === name && one.origin !== 'default');
  const listen = demoListen(loaded.config.listen, asked.call.flags['listen'] !== undefined);
  const { display } = loaded.config;
  const { out, err } = asked;
  const view = createDemoView({ out, err, env: asked.call.env, units: display.units });
  const log = createLogWriter({
    ...logStyle(loaded.config, err, asked.call.env),
    ...(isSet('LOG_LEVEL') ? {} : { level: 'warn' as const }),
    clock: systemClock,
    stream: view.log,
  });
  const stopped = watchForStop({
    process: asked.process,
    clock: systemClock,
    onCrash: (failure) => log.note({ type: 'bridge.crashed', failure }),
  });
  // `demo | head` has seen enough.
  const readerGone = new AbortController();
  asked.out.once('error', () => readerGone.abort());
  const over = asked.forMs === undefined ? [] : [AbortSignal.timeout(asked.forMs)];
  const signal = AbortSignal.any([stopped.signal, readerGone.signal, ...over]);
  try {
    const { speed } = asked;
    const { say } = view;
    const emit: Emit = (event) => {
      log.note(event);
      view.note(event);
    };
    const listenIsSet = isSet('LISTEN');
    if (listen !== loaded.config.listen) {
      say(
        'LISTEN names an address that other machines can reach: the demo takes 127.0.0.1 instead.',
      );
    }
    await playDemo({ speed, listen, listenIsSet, display, say, emit }, signal);
    view.close();
    say('The demo has ended; everything it kept is removed.');
    return stopped.crash === undefined ? EXIT.ok : EXIT.bug;
  } catch (thrown) {
    if (signal.aborted) return stopped.crash === undefined ? EXIT.ok : EXIT.bug;
    const failure = asFailure(thrown);
    log.note({ type: 'bridge.crashed', failure });
    return exitCodeOf(failure);
  } finally {
    view.close();
    await log.close();
    stopped.dispose();
  }
}

/**
 * The demo shows itself to this machine only. An address for others in the environment is meant for the real bridge (a
 * container image sets one) and is narrowed; asked for by a flag, it is refused.
 */
function demoListen(listen: ListenSetting, byFlag: boolean): ListenSetting {
  if (!listen.everywhere && isLoopback(listen.host)) return listen;
  if (!byFlag) return { host: '127.0.0.1', port: listen.port, everywhere: false };
  throw new BridgeFailure(
    'command.demo_listen',
    'config',
    '--listen: the demo shows itself to this machine only; give it a loopback address such as 127.0.0.1:17580.',
  );
}
