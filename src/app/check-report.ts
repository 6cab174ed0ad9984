import type { CheckRow } from './check-row.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** The whole table. */
export interface CheckReport {
  readonly rows: readonly CheckRow[];
  readonly exitCode: ExitCode;
}

/** Wrong settings first, then refused credentials, then what may pass by itself. */
export function checkReport(rows: readonly CheckRow[]): CheckReport {
  const codes = rows.flatMap((row) => (row.result === 'fault' ? [row.exitCode ?? EXIT.bug] : []));
  const order: readonly ExitCode[] = [EXIT.bug, EXIT.config, EXIT.inUse, EXIT.refused];
  const exitCode =
    order.find((code) => codes.includes(code)) ?? (codes.length > 0 ? EXIT.unavailable : EXIT.ok);
  return { rows, exitCode };
}
