import { ConfigFaults, type ConfigFault } from '../config/index.ts';
import { BridgeFailure } from '../domain/failure.ts';
import { checkReport, type CheckReport } from './check-report.ts';
import type { CheckRow } from './check-row.ts';
import type { InitSession } from './init-session.ts';
import type { TrialPart } from './init-trial.ts';
import type { BridgeConfiguration } from './read-configuration.ts';

/** How a first run without questions goes on. */
export interface UnattendedOptions {
  /** Replaces a file that is there. */
  readonly force: boolean;
  /** Writes without trying anything. */
  readonly skipCheck: boolean;
}

/** What came of it. */
export interface UnattendedResult extends CheckReport {
  /** Whether the file was written: only when nothing that was tried failed. */
  readonly isWritten: boolean;
  readonly warnings: readonly string[];
}

/**
 * Writes the configuration that flags and environment describe, when everything in it works.
 * @throws ConfigFaults; BridgeFailure `command.file_exists`, `command.init_incomplete`, `config.unwritable`
 */
export async function initUnattended(
  { file, trial, given, signal }: InitSession,
  { force, skipCheck }: UnattendedOptions,
): Promise<UnattendedResult> {
  if (!force && (await file.isTaken())) {
    throw new BridgeFailure(
      'command.file_exists',
      'config',
      `${file.label} exists already and was left alone; --force replaces it, --config names another file.`,
    );
  }
  const { config, faults, missing, warnings } = await file.survey(given.answers);
  if (faults.length > missing.length) throw new ConfigFaults(faults);
  if (faults.length > 0) throw incomplete(faults);
  if (config === undefined) throw new ConfigFaults(faults);
  const rows: CheckRow[] = [];
  for (const part of skipCheck ? [] : partsToTry(config)) {
    rows.push(...(await trial.look(config, part, signal)));
  }
  const report = checkReport(rows);
  const isWritten = report.exitCode === 0;
  if (isWritten) await file.write(given.answers, force);
  return { ...report, isWritten, warnings };
}

/** The parts of a configuration that can be tried without sending anything. The Web API needs `authorize` first. */
function partsToTry({ accounts }: BridgeConfiguration): readonly TrialPart[] {
  const [account] = accounts;
  return [
    ...(account?.share === undefined ? [] : ['share' as const]),
    ...((account?.restV1 ?? account?.restV3) === undefined ? [] : ['nightscout' as const]),
    ...(account?.mongo === undefined ? [] : ['mongodb' as const]),
  ];
}

function incomplete(faults: readonly ConfigFault[]): BridgeFailure {
  return new BridgeFailure(
    'command.init_incomplete',
    'config',
    [
      'init cannot ask here, and answers are missing:',
      ...faults.map(({ setting, text }) => `  - ${setting}: ${text}`),
      'Give each in the environment or as a flag (DEXCOM_USERNAME is --dexcom-username), or run init in a terminal.',
    ].join('\n'),
  );
}
