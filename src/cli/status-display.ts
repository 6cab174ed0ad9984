import { wallClock, type BridgeFailure, type EpochMs } from '../app/about.ts';
import { createLiveBlock } from '../app/live-block.ts';
import type { StatusReport } from '../app/read-status.ts';
import { terminalKind, type Screen } from '../app/terminal.ts';
import type { StatusWatcher } from '../app/watch-status.ts';
import { createPaint } from './paint.ts';
import { failureJson, statusJson, statusMark } from './status-json.ts';
import { statusLines, statusText } from './status-text.ts';
import { tame } from './status-words.ts';
import { wrap } from './table.ts';

/** Shows a status that goes on changing. */
export interface StatusDisplay extends StatusWatcher {
  close(): void;
}

/** Where and how. */
export interface StatusDisplayOptions {
  readonly out: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isJson: boolean;
  readonly now: () => EpochMs;
}

/** Where there is no terminal to tell a width. */
export const PLAIN_WIDTH = 100;

/** Drawn in place on a terminal; elsewhere, and as JSON one a line, told anew when something has changed. */
export function openStatusDisplay(options: StatusDisplayOptions): StatusDisplay {
  const { isLive, hasColour } = terminalKind(options.out, options.env);
  if (options.isJson) return tellChanges(options, (report) => statusJson(report), failureJson);
  if (isLive) return drawInPlace(options, hasColour);
  const style = { width: PLAIN_WIDTH, hasColour: false };
  return tellChanges(
    options,
    (report) => `${statusText(report, style)}\n`,
    (failure, at) => `${notRead(failure, at)}\n`,
  );
}

function tellChanges(
  { out, now }: StatusDisplayOptions,
  ofReport: (report: StatusReport) => string,
  ofFailure: (failure: BridgeFailure, at: EpochMs) => string,
): StatusDisplay {
  let last: string | undefined;
  const tell = (mark: string, text: () => string) => {
    if (mark !== last) out.write(`${text()}\n`);
    last = mark;
  };
  return {
    report: (report) => tell(statusMark(report), () => ofReport(report)),
    failure: (failure) =>
      tell(`${failure.code} ${failure.message}`, () => ofFailure(failure, now())),
    close: () => undefined,
  };
}

function drawInPlace({ out, now }: StatusDisplayOptions, hasColour: boolean): StatusDisplay {
  const block = createLiveBlock(out);
  const paint = createPaint(hasColour);
  let report: StatusReport | undefined;
  let trouble: { readonly failure: BridgeFailure; readonly since: EpochMs } | undefined;
  const show = () => {
    const lookedAt = now();
    block.show((columns) => {
      const width = columns - 1;
      const { time, seconds } = wallClock(lookedAt);
      const last = `Looked at ${time}:${seconds}. Ctrl-C ends.`;
      return [
        ...(trouble === undefined ? [] : troubleLines(trouble, width).map(bad)),
        ...(report === undefined ? [] : statusLines(report, { width, hasColour })),
        paint(last, 'dim'),
      ];
    });
  };
  const bad = (line: string) => paint(line, 'bad');
  const troubleLines = ({ failure, since }: NonNullable<typeof trouble>, width: number) => [
    ...wrap(notRead(failure, since), width),
    ...(report === undefined ? [] : wrap('Below is what was read last.', width)),
    '',
  ];
  return {
    report(next) {
      report = next;
      trouble = undefined;
      show();
    },
    failure(failure) {
      trouble = { failure, since: trouble?.since ?? now() };
      show();
    },
    close: () => block.close(),
  };
}

function notRead({ message }: BridgeFailure, since: EpochMs): string {
  const { time, seconds } = wallClock(since);
  return `COULD NOT BE READ since ${time}:${seconds}: ${tame(message)}`;
}
