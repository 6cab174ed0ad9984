import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../dist/main.js');

/** Keys as a terminal sends them. */
export const KEY = {
  enter: '\r',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  backspace: '\u007f',
} as const;

/** The built program, with a terminal before it. */
export interface TerminalProcess {
  readonly child: ChildProcess;
  /** All that was shown so far, without colours and movements of the cursor. */
  shown(): string;
  /** Waits until what was shown since the last call matches, then types. */
  answer(question: RegExp, ...keys: readonly string[]): Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** `script` of util-linux, which every Debian has; that of the BSDs and of macOS takes its arguments otherwise. */
function scriptArguments(command: string): readonly string[] {
  return process.platform === 'linux'
    ? ['-qefc', command, '/dev/null']
    : ['-q', '/dev/null', 'sh', '-c', command];
}

/** Starts the program in a pseudo terminal of 100 columns, in `cwd`, with nothing in its environment but `env`. */
export function startInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): TerminalProcess {
  const command = [process.execPath, MAIN, ...args].map(quoted).join(' ');
  const child = spawn('script', scriptArguments(`stty cols 100 rows 50; exec ${command}`), {
    cwd,
    env: {
      PATH: process.env['PATH'] ?? '',
      TMPDIR: process.env['TMPDIR'] ?? '/tmp',
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      SHELL: '/bin/sh',
      ...env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let raw = '';
  let seen = 0;
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    raw += text;
    for (const watch of [...watchers]) watch();
  });
  const shown = () => plain(raw);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

  const wait = (pattern: RegExp, withinMs: number) =>
    new Promise<void>((resolve, reject) => {
      const stop = (act: () => void) => {
        clearTimeout(timer);
        watchers.delete(look);
        act();
      };
      const miss = (why: string) =>
        stop(() => reject(new Error(`${why} before ${String(pattern)}:\n${shown().slice(seen)}`)));
      const look = () => {
        const found = pattern.exec(shown().slice(seen));
        if (found === null) return;
        seen += found.index + found[0].length;
        stop(resolve);
      };
      const timer = setTimeout(() => miss('time was over'), withinMs);
      watchers.add(look);
      void ended.then(() => {
        look();
        if (watchers.has(look)) miss('the process ended');
      });
      look();
    });

  return {
    child,
    shown,
    ended,
    async answer(question, ...keys) {
      await wait(question, 60_000);
      for (const key of keys) {
        // As a person does: a key comes when the one before has been dealt with.
        await new Promise((resolve) => setTimeout(resolve, 60));
        child.stdin.write(key);
      }
    },
  };
}

function plain(text: string): string {
  return text
    .replaceAll(/\u001b\[[0-9;?]*[a-zA-Z]/g, '')
    .replaceAll(/\u001b[78=>]/g, '')
    .replaceAll('\r', '');
}
