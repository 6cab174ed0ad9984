import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const MAIN = join(ROOT, 'dist', 'main.js');

/** One line of the bridge's JSON log. */
export interface LogFact {
  readonly time: string;
  readonly event: string;
  readonly level: string;
  readonly [field: string]: unknown;
}

/** How a bridge is started. */
export interface BridgeStart {
  readonly env: Readonly<Record<string, string>>;
  /** Modules that Node loads before the bridge. */
  readonly preload?: readonly string[];
  /** `run` by default. */
  readonly args?: readonly string[];
  /** A program and its arguments that run Node, as `bash -c 'ulimit …; exec "$@"' -`. */
  readonly wrapper?: readonly string[];
}

/** A real bridge, as built in dist, in a process of its own. */
export interface BridgeProcess {
  readonly pid: number;
  /** Lines of the log so far. */
  facts(): readonly LogFact[];
  /** Everything it wrote, for secrets and for people. */
  output(): string;
  /** Exit code, or the name of the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly over: boolean;
  /** The next fact that fits, also one already told; rejects when the process ends or `withinMs` passes before. */
  fact(fits: (fact: LogFact) => boolean, withinMs?: number): Promise<LogFact>;
  /** The next text of its output that fits, also one already written; rejects as `fact` does. */
  printed(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Writes a line to its standard input. */
  say(line: string): void;
  /** SIGTERM, then waits for its end. */
  stop(): Promise<number | NodeJS.Signals>;
  /** kill -9, then waits for its end. */
  kill(): Promise<void>;
}

/** Starts dist/main.js with exactly the given settings: nothing of the tester's environment that could be one reaches it. */
export function startBridge({
  env,
  preload = [],
  args = ['run'],
  wrapper = [],
}: BridgeStart): BridgeProcess {
  const node = [...preload.flatMap((file) => ['--import', file]), MAIN, ...args];
  const words = [...wrapper, process.execPath, ...node];
  const child = spawn(words[0] ?? process.execPath, words.slice(1), {
    cwd: env['DATA_DIR'] === undefined ? ROOT : join(env['DATA_DIR'], '..'),
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...surroundings(),
      LOG_FORMAT: 'json',
      LOG_LEVEL: 'debug',
      LISTEN: '127.0.0.1:0',
      ...env,
    },
  });
  let text = '';
  let unread = '';
  const facts: LogFact[] = [];
  const take = (chunk: string): void => {
    text += chunk;
    const lines = (unread + chunk).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      if (line.startsWith('{')) facts.push(JSON.parse(line) as LogFact);
    }
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', take);
  // Whoever ended without reading is not to fail the test.
  child.stdin.on('error', () => undefined);
  let over = false;
  const ended = once(child, 'close').then(() => {
    over = true;
    return child.exitCode ?? child.signalCode ?? 'SIGKILL';
  });
  /** Looks until there is something; the bridge says something new or ends in between. */
  const until = async <T>(look: () => T | undefined, withinMs: number): Promise<T> => {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (over) throw new Error(`the bridge ended before that was told:\n${text.slice(-3_000)}`);
      if (performance.now() > deadline) {
        throw new Error(`that was not told within ${withinMs} ms:\n${text.slice(-3_000)}`);
      }
      await Promise.race([wait(10), ended]);
    }
  };
  return {
    pid: child.pid ?? 0,
    facts: () => facts,
    output: () => text,
    ended,
    get over() {
      return over;
    },
    fact: (fits, withinMs = 60_000) => until(() => facts.find(fits), withinMs),
    printed: (pattern, withinMs = 60_000) => until(() => pattern.exec(text)?.[0], withinMs),
    say(line) {
      child.stdin.end(`${line}\n`);
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a process needs of its surroundings to run at all, and the mark by which the test runner finds what is left. */
function surroundings(): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'TMPDIR',
    'TZ',
    'BRIDGE_TEST_RUN',
    'LD_PRELOAD',
    'FAKETIME',
    'FAKETIME_SHARED',
  ];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
