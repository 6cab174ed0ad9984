import { Writable } from 'node:stream';
import { HOUR_MS } from '../domain/instant.ts';
import type { Reading } from '../domain/reading.ts';
import type { Display } from '../platform/display.ts';
import type { Emit } from '../telemetry/events.ts';
import { demoFooter } from './demo-footer.ts';
import { createDemoPrinter } from './demo-words.ts';
import { createLiveBlock } from './live-block.ts';
import { terminalKind, type Screen } from './terminal.ts';

/** Where a demo is shown. */
export interface DemoViewOptions {
  readonly out: Screen;
  readonly err: NodeJS.WritableStream & Pick<Screen, 'isTTY'>;
  /** Of the person who looks: TERM. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly units?: Display['units'];
}

/** What a person sees of a demo. */
export interface DemoView {
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** Told of every event: prints the addresses, then a line a reading. */
  readonly note: Emit;
  /** Where the log goes: on a terminal above what stays in view, else straight to the error stream. */
  readonly log: NodeJS.WritableStream;
  /** Nothing stays in view any more; what is said later is printed plainly. */
  close(): void;
}

const KEPT_MS = 3 * HOUR_MS;

/** Plain lines; on a terminal, with the addresses and the last value kept in view below them. */
export function createDemoView({ out, err, env, units = 'mg/dl' }: DemoViewOptions): DemoView {
  if (!terminalKind(out, env).isLive) {
    const say = (line: string) => void out.write(`${line}\n`);
    return { say, note: createDemoPrinter(say, { units }), log: err, close: () => undefined };
  }
  const block = createLiveBlock(out);
  let isOpen = true;
  let address: string | undefined;
  let newestLine: string | undefined;
  let recent: Reading[] = [];
  const show = () => block.show((columns) => demoFooter({ address, newestLine, recent }, columns));
  const say = (line: string) => {
    if (isOpen) block.print(line);
    else out.write(`${line}\n`);
  };
  const print = createDemoPrinter(say, {
    units,
    onReading(reading, line) {
      newestLine = line;
      recent = [...recent, reading].filter(
        ({ systemTime }) => reading.systemTime - systemTime < KEPT_MS,
      );
    },
  });
  return {
    say,
    note(event) {
      print(event);
      if (event.type === 'bridge.listening') ({ address } = event);
      show();
    },
    log: err.isTTY === true ? linesTo(say) : err,
    close() {
      if (isOpen) block.close();
      isOpen = false;
    },
  };
}

/** Whole lines only: half a line would be drawn over. */
function linesTo(say: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: Buffer | string, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => say(line));
      done();
    },
  });
}
