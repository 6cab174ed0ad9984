import type { Sink } from '../sinks/sink.ts';
import type { PartPlan } from './build-bridge.ts';
import { checkAdapter } from './check-adapter.ts';
import type { CheckRow, CheckTools } from './check-row.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';

/** The sink’s own probe, unless the latch is closed for these very credentials. */
export async function checkSink(
  plan: PartPlan<Sink>,
  tools: CheckTools,
): Promise<readonly CheckRow[]> {
  return checkAdapter('sink', plan, tools, async (sink, what, refuse) => {
    const findings = await sink.probe(tools.signal);
    const refusal = findings.find(({ failure }) => failure?.kind === 'credentials')?.failure;
    if (refusal !== undefined) await refuse(refusal);
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
  });
}
