import type { BridgeFailure } from '../../src/domain/failure.ts';
import type { JournalRecord } from '../../src/domain/journal-record.ts';
import type { Reading } from '../../src/domain/reading.ts';
import type { RecordKind } from '../../src/domain/record.ts';
import { toEntry } from '../../src/sinks/nightscout/entry.ts';
import type { ProbeFinding, Sink, WriteReceipt } from '../../src/sinks/sink.ts';

/** A row as the recording destination holds it. */
export type RecordedRow = Readonly<Record<string, unknown>>;

/** How a recording sink behaves. */
export interface RecordingSinkOptions {
  readonly name?: string;
  /** Readings only by default. */
  readonly kinds?: readonly RecordKind[];
  readonly batchSize?: number;
  readonly credentialsFingerprint?: string;
  readonly device?: string;
  readonly toleranceMs?: number;
  /** The destination: hand the same map to a second sink to see what a restart does. */
  readonly rows?: Map<string, RecordedRow>;
}

/** A sink whose destination is a map in memory, and that fails, stalls and refuses as it is told. */
export class RecordingSink implements Sink {
  readonly name: string;
  destination = 'memory';
  readonly kinds: readonly RecordKind[];
  readonly batchSize: number;
  credentialsFingerprint: string;
  /** By `sysTime`; what is no reading by its kind and id. */
  readonly rows: Map<string, RecordedRow>;
  /** Every batch that was handed in, also those that failed. */
  readonly batches: (readonly JournalRecord[])[] = [];
  opened = 0;
  closed = 0;
  readonly #device: string;
  readonly #toleranceMs: number;
  readonly #refused = new Set<number>();
  readonly #failures: BridgeFailure[] = [];
  #lasting: BridgeFailure | undefined;
  #stalled = false;

  constructor(options: RecordingSinkOptions = {}) {
    this.name = options.name ?? 'recording';
    this.kinds = options.kinds ?? ['reading'];
    this.batchSize = options.batchSize ?? 100;
    this.credentialsFingerprint = options.credentialsFingerprint ?? 'recording-credentials';
    this.rows = options.rows ?? new Map<string, RecordedRow>();
    this.#device = options.device ?? 'nightscout-dexcom-bridge';
    this.#toleranceMs = options.toleranceMs ?? 150_000;
  }

  /** The next writes fail so, one each, before anything is stored. */
  failNext(...failures: readonly BridgeFailure[]): void {
    this.#failures.push(...failures);
  }

  /** Every write fails so, until `undefined` is given. */
  failAlways(failure: BridgeFailure | undefined): void {
    this.#lasting = failure;
  }

  /** The reading of this instant is refused for ever. */
  refuse(systemTime: number): void {
    this.#refused.add(systemTime);
  }

  /** No write ends from now on, unless it is aborted. */
  stall(): void {
    this.#stalled = true;
  }

  async open(): Promise<void> {
    this.opened += 1;
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  async write(batch: readonly JournalRecord[], signal: AbortSignal): Promise<WriteReceipt> {
    signal.throwIfAborted();
    this.batches.push(batch);
    if (this.#stalled) await untilAborted(signal);
    const failure = this.#failures.shift() ?? this.#lasting;
    if (failure) throw failure;
    const receipt = { settled: [], present: [], refused: [] } as {
      settled: JournalRecord['position'][];
      present: JournalRecord['position'][];
      refused: WriteReceipt['refused'][number][];
    };
    for (const held of batch) {
      const { position, record } = held;
      if (this.#refused.has(record.systemTime)) {
        const reason = 'refused as the test told';
        receipt.refused.push({ position, code: 'recording.refused', reason });
      } else if (!isReading(held)) {
        this.rows.set(`${record.kind} ${record.recordId}`, { ...record });
        receipt.settled.push(position);
      } else if (this.#isTaken(held)) {
        receipt.present.push(position);
      } else {
        const entry = toEntry(held, this.#device);
        this.rows.set(entry.sysTime, { ...this.rows.get(entry.sysTime), ...entry });
        receipt.settled.push(position);
      }
    }
    return receipt;
  }

  async probe(): Promise<readonly ProbeFinding[]> {
    return [{ what: 'recording', ok: this.#lasting === undefined, detail: 'in memory' }];
  }

  #isTaken(held: JournalRecord<Reading>): boolean {
    if (this.#toleranceMs === 0) return false;
    const entry = toEntry(held, this.#device);
    const same = this.rows.get(entry.sysTime);
    if (same) return same['app'] !== entry.app;
    return [...this.rows.values()].some(
      (row) => Math.abs(Number(row['date']) - entry.date) < this.#toleranceMs,
    );
  }
}

function isReading(held: JournalRecord): held is JournalRecord<Reading> {
  return held.record.kind === 'reading';
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
