import { BridgeFailure } from '../../domain/failure.ts';
import { APPLICATION_ID } from './schema.ts';
import type { SqlDatabase } from './sql-driver.ts';
import { corrupt } from './sql-failure.ts';
import { transact } from './transact.ts';

/**
 * Brings a journal to the version that `steps` leads to, each step in a transaction of its own, so that a crash
 * between two of them leaves a whole file of the version reached.
 * @throws BridgeFailure `journal.newer` (config) for a file of a later bridge, `journal.corrupt` for a foreign one.
 */
export function migrate(database: SqlDatabase, steps: readonly string[]): void {
  for (let reached = checkVersion(database, steps); reached < steps.length;) {
    reached = transact(database, () => {
      // Asked again inside the transaction: another process may have taken the step meanwhile.
      const version = pragma(database, 'user_version');
      const step = steps[version];
      if (step === undefined) return version;
      database.exec(step);
      database.exec(`PRAGMA user_version = ${version + 1}`);
      return version + 1;
    });
  }
}

/** The file's version. @throws BridgeFailure as migrate does. */
export function checkVersion(database: SqlDatabase, steps: readonly string[]): number {
  const { file } = database;
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw corrupt(file, 'it is a database of another program, or empty');
  }
  const version = pragma(database, 'user_version');
  if (version > steps.length) {
    throw new BridgeFailure(
      'journal.newer',
      'config',
      `The journal ${file} was written by a later version of the bridge (format ${version}; this one knows up to ` +
        `${steps.length}): run that later version again, or give this one another DATA_DIR. The file was not touched.`,
    );
  }
  if (version < 1) throw corrupt(file, `its format number is ${version}`);
  return version;
}

/** A whole-number PRAGMA. */
export function pragma(database: SqlDatabase, name: string): number {
  return Number(database.get(`PRAGMA ${name}`)?.[name]);
}
