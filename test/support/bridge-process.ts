import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program in a process of its own. */
export interface BridgeProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** All that was printed so far, both streams. */
  output(): string;
  /** Resolves when the output matches; rejects when the process ends first or `withinMs` is over. */
  printed(pattern: RegExp, withinMs?: number): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

const running = new Set<ChildProcess>();

/**
 * Starts the program with these arguments, in `cwd`, with nothing in its environment but `env`.
 * @param stdin `pipe`: what is written to `child.stdin` is typed
 */
export function startBridge(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  stdin: 'ignore' | 'pipe' = 'ignore',
): BridgeProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', TMPDIR: process.env['TMPDIR'] ?? '/tmp', ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const heard = () => {
    for (const watch of [...watchers]) watch();
  };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    heard();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  return {
    child,
    ended,
    output: () => stdout + stderr,
    async printed(pattern, withinMs = 60_000) {
      await new Promise<void>((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          watchers.delete(look);
          act();
        };
        const miss = (why: string) =>
          settle(() =>
            reject(new Error(`${why} before ${String(pattern)}:\n${stdout}\n${stderr}`)),
          );
        const look = () => {
          if (pattern.test(stdout + stderr)) settle(resolve);
        };
        const timer = setTimeout(() => miss('time was over'), withinMs);
        watchers.add(look);
        void ended.then(() => {
          look();
          if (watchers.has(look)) miss('the process ended');
        });
        look();
      });
    },
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts the program and waits for its end. */
export function runToEnd(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ended> {
  return startBridge(args, env, cwd).ended;
}

/** Ends what a failed test left running. */
export async function endAllBridges(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await closed;
    }),
  );
}
