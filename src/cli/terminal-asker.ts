import { Cancelled, type Asker } from './asker.ts';
import { table } from './table.ts';

/** Beyond this a line is hard to read. */
const WIDEST = 96;
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

/** Asks in a terminal. The library is loaded here and nowhere else: no other verb pays for it. */
export async function terminalAsker(signal: AbortSignal, process: NodeJS.Process): Promise<Asker> {
  const clack = await import('@clack/prompts');
  const { stdin, stdout } = process;
  /** A wish to stop is no answer. */
  async function answered<Answer>(
    asking: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Exclude<Answer, symbol>> {
    if (signal.aborted) throw new Cancelled();
    // One for each question: the library never stops listening to the one it is given.
    const own = new AbortController();
    const stop = () => own.abort();
    signal.addEventListener('abort', stop);
    // The library would close its reader, and wait for ever for what it no longer hears.
    const hear = (typed: Buffer | string) => {
      if (typed.toString().includes(CTRL_D)) stop();
    };
    stdin.on('data', hear);
    try {
      const answer = await asking(own.signal);
      if (clack.isCancel(answer)) throw new Cancelled();
      return answer as Exclude<Answer, symbol>;
    } finally {
      signal.removeEventListener('abort', stop);
      stdin.off('data', hear);
    }
  }
  return {
    open: (title) => clack.intro(title),
    say(long, tone) {
      // The library does not break lines, and the frame on the left takes four columns.
      const text = table([[long]], Math.min(WIDEST, stdout.columns || WIDEST) - 4);
      if (tone === 'ok') clack.log.success(text);
      else if (tone === 'note') clack.log.warn(text);
      else if (tone === 'fault') clack.log.error(text);
      else clack.log.message(text);
    },
    choose: (message, choices, initialValue) =>
      answered((signal) =>
        clack.select<string>({
          message,
          options: choices.map((choice) => ({ ...choice })),
          signal,
          ...(initialValue === undefined ? {} : { initialValue }),
        }),
      ) as Promise<never>,
    text: ({ question: message, check, initial }) =>
      answered((signal) =>
        clack.text({
          message,
          validate: (text) => check(text ?? ''),
          signal,
          ...(initial === undefined ? {} : { initialValue: initial }),
        }),
      ),
    secret: ({ question: message, check }) =>
      answered((signal) =>
        clack.password({ message, validate: (text) => check(text ?? ''), signal }),
      ),
    confirm: (message, initialValue) =>
      answered((signal) => clack.confirm({ message, initialValue, signal })),
    async busy(work) {
      const hear = (typed: Buffer | string) => {
        // In this mode the terminal sends no signal by itself.
        if (typed.toString().includes(CTRL_C)) process.kill(process.pid, 'SIGINT');
      };
      stdin.setRawMode(true);
      stdin.on('data', hear);
      stdin.resume();
      try {
        return await work();
      } finally {
        stdin.off('data', hear);
        stdin.pause();
        stdin.setRawMode(false);
      }
    },
    close: (text) => clack.outro(text),
  };
}
