import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const LOADER = join(import.meta.dirname, 'run-typescript.mjs');

/** A real child process that runs one of our TypeScript files. */
export interface TypeScriptChild {
  readonly pid: number;
  /** Resolves with the next line of its standard output that begins with `start`, also one already written. */
  line(start: string): Promise<string>;
  /** Ends its standard input and waits for it to end by itself; its exit code. */
  finish(): Promise<number | null>;
  /** kill -9; every line it wrote, a last one without its end left out. */
  kill(): Promise<readonly string[]>;
}

/** Starts `file` with `args`; fails the waiting test with what the child said when it ends too early. */
export function startTypeScript(file: string, args: readonly string[]): TypeScriptChild {
  const child = spawn(process.execPath, ['--import', LOADER, file, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const closed = once(child, 'close');
  let over = false;
  void closed.then(() => (over = true));
  const lines = (): string[] => out.split('\n').slice(0, -1);
  return {
    pid: child.pid ?? 0,
    async line(start) {
      for (;;) {
        const found = lines().find((each) => each.startsWith(start));
        if (found !== undefined) return found;
        if (over) throw new Error(`the child ended before it said "${start}": ${errors}`);
        await Promise.race([once(child.stdout, 'data'), closed]);
      }
    },
    async finish() {
      child.stdin.end();
      await closed;
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
      return lines();
    },
  };
}
