import { epochMs } from '../../src/domain/instant.ts';
import type { FetchWindow, Source, SourceBatch } from '../../src/sources/source.ts';

/** What one fetch does: give a batch, throw, or wait until it is cancelled. */
export type Step =
  | { readonly batch: Partial<SourceBatch> }
  | { readonly failure: unknown }
  | 'hang'
  | ((window: FetchWindow) => Step);

/** A source that does what it is told and remembers what it was asked. */
export interface ScriptedSource extends Source {
  /** The steps of the next fetches; the last one stays. With no step left, the answer is empty. */
  script(...steps: Step[]): void;
  /** Windows asked for, in order. */
  readonly windows: readonly FetchWindow[];
  /** Times opened and not closed. */
  readonly timesOpen: number;
}

/** Share’s reach and period; a batch covers its window unless it says otherwise. */
export function createScriptedSource(
  credentialsFingerprint = 'mark of the scripted credentials',
): ScriptedSource {
  const windows: FetchWindow[] = [];
  let steps: Step[] = [];
  let timesOpen = 0;

  async function perform(
    step: Step,
    window: FetchWindow,
    signal: AbortSignal,
  ): Promise<SourceBatch> {
    if (typeof step === 'function') return perform(step(window), window, signal);
    if (step === 'hang') {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw signal.reason;
    }
    if ('failure' in step) throw step.failure;
    return { observations: [], skipped: [], coveredFrom: epochMs(window.from), ...step.batch };
  }

  return {
    name: 'share',
    reachMs: 86_400_000,
    periodMs: 300_000,
    credentialsFingerprint,
    script: (...next) => void (steps = next),
    windows,
    get timesOpen() {
      return timesOpen;
    },
    async open() {
      timesOpen += 1;
    },
    async close() {
      timesOpen -= 1;
    },
    async fetch(window, signal) {
      signal.throwIfAborted();
      windows.push(window);
      const step = steps.length > 1 ? steps.shift() : steps[0];
      return perform(step ?? { batch: {} }, window, signal);
    },
  };
}
