import { BridgeFailure } from '../domain/failure.ts';
import { DAY_MS, epochMs } from '../domain/instant.ts';
import { systemClock } from '../platform/clock.ts';
import type { Call } from './call.ts';
import { EXPORT_COLUMNS, exportRecords, type ExportedRecord } from './export-records.ts';
import { knownAccounts } from './known-accounts.ts';
import { noSuchAccount } from './no-such-account.ts';
import { openForReading } from './open-journal.ts';
import { parseInstant } from './parse-instant.ts';
import { partsOf } from './plan-accounts.ts';
import { readPlace } from './read-configuration.ts';

/** What was asked for, as typed. */
export interface ExportCall {
  readonly call: Call;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly account: string | undefined;
}

/** Records on their way out; `close` when they have been read, or sooner. */
export interface ExportedPeriod {
  readonly columns: readonly string[];
  readonly records: AsyncIterable<ExportedRecord>;
  close(): Promise<void>;
}

/** Readings may lie a little ahead of this machine’s clock. */
const AHEAD_MS = DAY_MS;

/**
 * Opens the journal beside a daemon that may be running. No journal yet is an empty period.
 * @throws BridgeFailure `command.bad_date`, `command.bad_span`, `command.no_account` (config), `config.…`, `journal.…`
 */
export async function exportPeriod(asked: ExportCall): Promise<ExportedPeriod> {
  const from = asked.from === undefined ? epochMs(0) : await parseInstant(asked.from, 'from');
  const now = systemClock.now();
  const to = asked.to === undefined ? epochMs(now + AHEAD_MS) : await parseInstant(asked.to, 'to');
  if (from >= to) {
    throw new BridgeFailure(
      'command.bad_span',
      'config',
      '--from must lie before --to (the instant of --to is not included any more).',
    );
  }
  const config = await readPlace(asked.call);
  const journal = await openForReading(config.dataDir);
  const names = (await knownAccounts(config.accounts.map(partsOf), journal)).map(
    ({ name }) => name,
  );
  if (asked.account !== undefined && !names.includes(asked.account)) {
    await journal?.close();
    throw noSuchAccount(asked.account, names);
  }
  const accounts = asked.account === undefined ? names : [asked.account];
  return {
    columns: EXPORT_COLUMNS,
    records:
      journal === undefined ? nothing() : exportRecords(journal, { accounts, from, to, now }),
    close: async () => {
      await journal?.close();
    },
  };
}

async function* nothing(): AsyncGenerator<ExportedRecord> {
  // No journal has been made yet.
}
