import type { BridgeFailure } from '../domain/failure.ts';
import { toIsoUtc, type EpochMs } from '../domain/instant.ts';
import type { PassResult } from '../pipeline/pass.ts';
import type { BridgeEvent, Emit } from '../telemetry/events.ts';
import type { BackfilledPart, BackfilledSink } from './backfill-report.ts';

/** Counts what happens to one account, and words what somebody who watches should know. */
export interface BackfillTally {
  readonly emit: Emit;
  readonly setAside: number;
  sink(result: PassResult & { readonly name: string }): BackfilledSink;
}

/** Starts at nothing. @param note of the line for the person */
export function createBackfillTally(note: (text: string) => void): BackfillTally {
  let setAside = 0;
  const rows = new Map<string, { written: number; present: number; refused: number }>();
  return {
    emit(event) {
      if (event.type === 'record.set_aside') setAside += 1;
      if (event.type === 'sink.delivered') {
        const before = rows.get(event.sink) ?? { written: 0, present: 0, refused: 0 };
        rows.set(event.sink, {
          written: before.written + event.written,
          present: before.present + event.present,
          refused: before.refused + event.refused,
        });
      }
      const text = wordsOf(event);
      if (text !== undefined) note(text);
    },
    get setAside() {
      return setAside;
    },
    sink: (result) => ({
      ...partOf(result),
      ...(rows.get(result.name) ?? { written: 0, present: 0, refused: 0 }),
    }),
  };
}

/** How a part ended, in plain data. */
export function partOf({
  name,
  outcome,
  failure,
}: PassResult & { readonly name: string }): BackfilledPart {
  return {
    name,
    outcome,
    ...(failure === undefined ? {} : { code: failure.code, message: failure.message }),
  };
}

/** What is not in the summary, or too late there. */
function wordsOf(event: BridgeEvent): string | undefined {
  if (event.type === 'source.failed') {
    return `${event.account}, source ${event.source}: ${failureText(event)}`;
  }
  if (event.type === 'sink.failed') {
    return `${event.account}, sink ${event.sink}: ${failureText(event)}`;
  }
  if (event.type === 'record.set_aside') {
    const { source, reason } = event.entry;
    return `${event.account}: a record of ${source} was set aside: ${reason}`;
  }
  if (event.type === 'sink.refused') {
    return `${event.account}, sink ${event.sink}: a record was refused for good: ${event.reason} (${event.code})`;
  }
  return undefined;
}

function failureText({ failure, retryAt }: { failure: BridgeFailure; retryAt: EpochMs }): string {
  return `${failure.message} (${failure.code}; not tried again before ${toIsoUtc(retryAt)})`;
}
