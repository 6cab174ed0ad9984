import type { RecordKind } from '../domain/record.ts';
import { writtenKinds, type Writes } from '../sinks/nightscout/wanted.ts';
import { TREATMENT_SINKS } from './modules.ts';

/** The kinds of records that a sink of this name takes. */
export function sinkKinds(name: string, writes: Writes): readonly RecordKind[] {
  const isForTreatments = Object.values(TREATMENT_SINKS).some((sink) => sink.name === name);
  return isForTreatments ? writtenKinds(writes) : ['reading'];
}
