import type { InitSession } from '../app/init-session.ts';
import { Cancelled } from './asker.ts';
import { checkText } from './check.ts';
import { isOn, type Verb, type VerbContext } from './verb.ts';

/** A process that a signal ended, as shells count it. */
const SIGNAL_CODES: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** `init`: the questions of a first run, and a configuration file. */
export const initVerb: Verb = {
  name: 'init',
  about: 'Set the bridge up: a few questions, each answer tried, and a configuration file',
  examples: [
    ['$0 init', 'Ask, try and write config/bridge.yaml'],
    ['$0 init --yes', 'Without questions, from flags and the environment; for scripts'],
    ['$0 init --config /etc/bridge.yaml --force', 'Another file, replacing what is there'],
  ],
  options: {
    yes: { type: 'boolean', describe: 'Ask nothing: every answer comes of flags and environment' },
    force: { type: 'boolean', describe: 'Replace a file that is there' },
    'skip-check': { type: 'boolean', describe: 'With --yes: write without trying anything' },
  },
  takesSettings: true,
  async handle(given, context) {
    const { openInitSession } = await import('../app/init-session.ts');
    const { env, cwd } = context;
    const session = await openInitSession({ flags: given.settings, env, cwd }, process);
    const isAsking = process.stdin.isTTY && context.out.isTTY && !isOn(given, 'yes');
    try {
      return isAsking
        ? await ask(session, isOn(given, 'force'), context)
        : await goUnattended(session, isOn(given, 'force'), isOn(given, 'skip-check'), context);
    } catch (thrown) {
      if (!(thrown instanceof Cancelled) && !session.signal.aborted) throw thrown;
      context.err.write('\nStopped. Nothing was written.\n');
      return SIGNAL_CODES[session.stoppedBy ?? 'SIGINT'] ?? 130;
    } finally {
      await session.close();
    }
  },
};

async function ask(
  session: InitSession,
  force: boolean,
  { out, env }: VerbContext,
): Promise<number> {
  const [{ terminalAsker }, { initDialogue }] = await Promise.all([
    import('./terminal-asker.ts'),
    import('./init-dialogue.ts'),
  ]);
  const asker = await terminalAsker(session.signal, process);
  if (!(await initDialogue(asker, session, force))) return 0;
  asker.close(`Written: ${session.file.label}, readable by you only.`);
  out.write(`${nextSteps(session, env)}\n`);
  return 0;
}

async function goUnattended(
  session: InitSession,
  force: boolean,
  skipCheck: boolean,
  { out, err, env }: VerbContext,
): Promise<number> {
  const { initUnattended } = await import('../app/init-unattended.ts');
  const result = await initUnattended(session, { force, skipCheck });
  for (const warning of result.warnings) err.write(`note: ${warning}\n`);
  if (result.rows.length > 0) out.write(`${checkText(result, out.columns || 100)}\n\n`);
  out.write(
    result.isWritten
      ? `Written: ${session.file.label}, readable by its owner only.\n${nextSteps(session, env)}\n`
      : `${session.file.label} was not written. --skip-check writes it all the same.\n`,
  );
  return result.exitCode;
}

/** The file is found by itself only in this folder. */
/** The command as this person would type it: whoever came by `npm start` has no other name for the program. */
function nextSteps({ file }: InitSession, env: VerbContext['env']): string {
  const config = file.isDefault ? '' : ` --config ${file.label}`;
  const isByNpm = env['npm_lifecycle_event'] === 'start';
  const run = isByNpm
    ? `npm start${config === '' ? '' : ` -- run${config}`}`
    : `nightscout-dexcom-bridge run${config}`;
  return `Next: ${run}${file.isDefault ? '   (in this folder)' : ''}`;
}
