import { systemClock } from '../app/about.ts';
import type { Call } from '../app/call.ts';
import { terminalKind } from '../app/terminal.ts';
import { openStatusDisplay, PLAIN_WIDTH } from './status-display.ts';
import { statusJson } from './status-json.ts';
import { statusText } from './status-text.ts';
import { JSON_OPTION, isOn, type Verb, type VerbContext } from './verb.ts';

const EVERY_MS = 3_000;

/** `status`: how things stand, beside a running daemon or without one. */
export const statusVerb: Verb = {
  name: 'status',
  about: 'Show the newest reading, and the state of every source and destination',
  examples: [
    ['$0 status', 'How do things stand?'],
    ['$0 status --watch', 'The same, kept up to date until Ctrl-C'],
    ['$0 status --json', 'The same for another program'],
  ],
  options: {
    watch: {
      type: 'boolean',
      describe:
        'Go on until stopped: drawn in place on a terminal, elsewhere printed anew when something has changed',
    },
    json: {
      ...JSON_OPTION,
      describe: 'Print the data as JSON, for other programs; with --watch one line a change',
    },
  },
  takesSettings: true,
  async handle(given, context) {
    const { env, cwd, out } = context;
    const call = { flags: given.settings, env, cwd };
    const isJson = isOn(given, 'json');
    if (isOn(given, 'watch')) return watch(call, isJson, context);
    const { readStatus } = await import('../app/read-status.ts');
    const report = await readStatus(call);
    const style = {
      width: out.columns || PLAIN_WIDTH,
      hasColour: terminalKind(out, env).hasColour,
    };
    out.write(`${isJson ? statusJson(report, 2) : statusText(report, style)}\n`);
    return 0;
  },
};

async function watch(call: Call, isJson: boolean, { env, out }: VerbContext): Promise<number> {
  const [{ readStatus }, { watchStatus }, { watchForStop }] = await Promise.all([
    import('../app/read-status.ts'),
    import('../app/watch-status.ts'),
    import('../app/shutdown.ts'),
  ]);
  const shutdown = watchForStop({ process, clock: systemClock });
  // `status --watch | head` has seen enough.
  const readerGone = new AbortController();
  out.once('error', () => readerGone.abort());
  const display = openStatusDisplay({ out, env, isJson, now: () => systemClock.now() });
  try {
    await watchStatus(
      { read: () => readStatus(call), clock: systemClock, everyMs: EVERY_MS, tell: display },
      AbortSignal.any([shutdown.signal, readerGone.signal]),
    );
    if (shutdown.crash !== undefined) throw shutdown.crash;
    return 0;
  } finally {
    display.close();
    shutdown.dispose();
  }
}
