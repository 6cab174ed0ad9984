import type { MultiBar, SingleBar } from 'cli-progress';
import type { BackfillProgress } from '../app/backfill-progress.ts';
import { paceText, progressText } from './backfill-words.ts';

/** Shows how far a backfill is. */
export interface BackfillDisplay {
  progress(progress: BackfillProgress): void;
  /** A line that stays. */
  note(text: string): void;
  /** Nothing is shown any more; what was shown last stays. */
  close(): void;
}

/** A bar on a terminal, plain lines elsewhere. */
export async function openDisplay(err: NodeJS.WriteStream): Promise<BackfillDisplay> {
  return (err.isTTY as boolean | undefined) === true ? barDisplay(err) : lineDisplay(err);
}

async function barDisplay(err: NodeJS.WriteStream): Promise<BackfillDisplay> {
  const { default: cliProgress } = await import('cli-progress');
  const bars: MultiBar = new cliProgress.MultiBar({
    stream: err,
    format: '{phase} [{bar}] {value}/{total} {what}, {records} records, {pace}',
    barCompleteChar: '#',
    barIncompleteChar: '.',
    barsize: 20,
    emptyOnZero: true,
    // Signals are heard elsewhere.
    gracefulExit: false,
    forceRedraw: true,
  });
  let shown: { readonly phase: BackfillProgress['phase']; readonly bar: SingleBar } | undefined;
  return {
    progress(progress) {
      const { phase, done, total, records } = progress;
      const what = phase === 'reading' ? 'windows' : 'changes';
      const payload = { phase: phase.padEnd(10), what, records, pace: paceText(progress) };
      if (shown?.phase !== phase) shown = { phase, bar: bars.create(total, done, payload) };
      shown.bar.setTotal(total);
      shown.bar.update(done, payload);
    },
    note(text) {
      if (shown === undefined) {
        err.write(`${text}\n`);
        return;
      }
      bars.log(`${text}\n`);
      // Else what is told last would be lost with the bar.
      bars.update();
    },
    close() {
      if (shown !== undefined) bars.stop();
      shown = undefined;
    },
  };
}

/** A log is no place for a line a window. */
const LEAST_BETWEEN_MS = 5_000;

function lineDisplay(err: NodeJS.WritableStream): BackfillDisplay {
  let told: BackfillProgress | undefined;
  let last: BackfillProgress | undefined;
  const tell = (progress: BackfillProgress) => {
    err.write(`${progressText(progress)}\n`);
    told = progress;
  };
  const catchUp = () => {
    if (last !== undefined && last !== told) tell(last);
  };
  return {
    progress(progress) {
      if (told === undefined || told.phase !== progress.phase) {
        catchUp();
        tell(progress);
      } else if (progress.elapsedMs - told.elapsedMs >= LEAST_BETWEEN_MS) {
        tell(progress);
      }
      last = progress;
    },
    note: (text) => void err.write(`${text}\n`),
    close: catchUp,
  };
}
