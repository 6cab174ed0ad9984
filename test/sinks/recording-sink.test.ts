import { BridgeFailure } from '../../src/domain/failure.ts';
import { epochMs } from '../../src/domain/instant.ts';
import { describeSinkContract } from '../contracts/sink-contract.ts';
import { RecordingSink, type RecordedRow } from '../support/recording-sink.ts';

describeSinkContract('the recording sink of the tests', async () => {
  const rows = new Map<string, RecordedRow>();
  const refused: number[] = [];
  const device = 'test-device';
  const build = (options: { readonly toleranceMs?: number } = {}): RecordingSink => {
    const sink = new RecordingSink({ rows, device, ...options });
    for (const at of refused) sink.refuse(at);
    return sink;
  };
  return {
    base: epochMs(1_600_000_000_123),
    device,
    secrets: ['the password'],
    sink: build,
    strangerSink() {
      const sink = build();
      sink.credentialsFingerprint = 'another';
      const message = 'The destination refused the credentials: check them.';
      sink.failAlways(new BridgeFailure('recording.unauthorized', 'credentials', message));
      return Object.assign(sink, {
        probe: async () => [{ what: 'recording', ok: false, detail: message }],
      });
    },
    strangerRequests: () => undefined,
    rows: async () => [...rows.values()].sort((a, b) => Number(a['date']) - Number(b['date'])),
    async seed(seeded) {
      for (const row of seeded) rows.set(String(row['sysTime']), row);
    },
    async refuse(at) {
      refused.push(at);
    },
    stalledSink() {
      const sink = build();
      sink.stall();
      return sink;
    },
    stop: async () => undefined,
  };
});
