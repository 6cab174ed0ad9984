import type { VerbContext } from './verb.ts';

/** Usual calls of the daemon: nothing in them needs the argument parser, which would cost a tenth of a second. */
const PLAIN_RUNS: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  '': {},
  run: {},
  '--once': { once: true },
  'run --once': { once: true },
};

/** Reads a command line, does what it asks, and resolves with the exit code. Never rejects. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const context: VerbContext = {
    env: process.env,
    cwd: process.cwd(),
    out: process.stdout,
    err: process.stderr,
  };
  // Whoever read our output has had enough: nothing to tell, and no reason to stop copying glucose.
  for (const stream of [context.out, context.err]) stream.on('error', () => undefined);
  try {
    const plain = PLAIN_RUNS[argv.join(' ')];
    if (plain !== undefined) {
      const { runVerb } = await import('./run.ts');
      return await runVerb.handle({ own: plain, words: [], settings: {} }, context);
    }
    const [{ parseArguments }, { VERBS }] = await Promise.all([
      import('./parse-arguments.ts'),
      import('./verbs.ts'),
    ]);
    const parsed = await parseArguments(argv, VERBS, context.out.columns || 100);
    if ('print' in parsed) {
      context.out.write(`${parsed.print}\n`);
      return 0;
    }
    return await parsed.verb.handle(parsed.given, context);
  } catch (thrown) {
    const { tellFault } = await import('./tell-fault.ts');
    return tellFault(thrown, context.err);
  }
}
