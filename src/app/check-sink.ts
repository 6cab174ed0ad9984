import { asFailure } from '../domain/failure.ts';
import { closeLatch, latchSlotName, readLatch } from '../pipeline/latch.ts';
import type { Sink } from '../sinks/sink.ts';
import type { PartPlan } from './build-bridge.ts';
import { faultRow, latchedRow, type CheckRow, type CheckTools } from './check-row.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';

/** The sink’s own probe, unless the latch is closed for these very credentials. */
export async function checkSink(
  plan: PartPlan<Sink>,
  { journal, account, clock, signal }: CheckTools,
): Promise<readonly CheckRow[]> {
  const what = `${account}: sink ${plan.name}`;
  const slot = journal.slot(account, latchSlotName('sink', plan.name));
  try {
    const sink = await plan.create();
    const latch = await readLatch(slot);
    if (latch?.fingerprint === sink.credentialsFingerprint) {
      return [latchedRow(what, 'sink', latch)];
    }
    try {
      await sink.open();
      const findings = await sink.probe(signal);
      const refusal = findings.find(({ failure }) => failure?.kind === 'credentials')?.failure;
      if (refusal !== undefined) {
        await closeLatch(slot, refusal, sink.credentialsFingerprint, clock.now());
      }
      return findings.map((finding): CheckRow => {
        const detail = `${finding.what}: ${finding.detail}`;
        return finding.ok
          ? { result: 'ok', what, detail }
          : {
              result: 'fault',
              what,
              detail,
              exitCode: finding.failure ? exitCodeOf(finding.failure) : EXIT.unavailable,
            };
      });
    } catch (thrown) {
      const failure = asFailure(thrown);
      if (failure.kind === 'credentials') {
        await closeLatch(slot, failure, sink.credentialsFingerprint, clock.now());
      }
      return [faultRow(what, failure)];
    } finally {
      await sink.close();
    }
  } catch (thrown) {
    signal.throwIfAborted();
    return [faultRow(what, asFailure(thrown))];
  }
}
