import { BridgeFailure } from '../../domain/failure.ts';

/** SQLite's own result numbers (sqlite.org/rescode.html), the low byte of an extended code. */
const BUSY = 5;
const LOCKED = 6;
const NOMEM = 7;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** Extended code: the shared-memory file could not grow, which on a healthy machine means a full disk. */
const IOERR_SHMSIZE = 4874;

/** QUIRK(libsql, 2026-11): a failed open has no code; the number stands at the end of its message. */
const FAILED_OPEN = /^ConnectionFailed.*: (\d+)"?\)?$/s;

/** A damaged or foreign journal, with what to do. `what` says what was found. */
export function corrupt(file: string, what: string): BridgeFailure {
  return new BridgeFailure(
    'journal.corrupt',
    'config',
    `The journal ${file} is damaged or is not a journal of this bridge (${what}). ` +
      'Stop the bridge and move this file, and those beside it whose names begin with its name, out of the folder; ' +
      'then start again: the bridge makes a new journal and reads the last 24 hours from Dexcom once more. ' +
      'Nothing is deleted by itself.',
  );
}

/** Any error of a driver as a failure of ours. The driver's text is kept out where it could quote a value. */
export function sqlFailure(thrown: unknown, file: string): BridgeFailure {
  if (thrown instanceof BridgeFailure) return thrown;
  const code = resultCode(thrown);
  switch (code === undefined ? undefined : code & 0xff) {
    case BUSY:
    case LOCKED:
      return busy(file, thrown);
    case FULL:
      return diskFull(file, thrown);
    case CORRUPT:
      return corrupt(file, 'SQLite finds its pages damaged');
    case NOTADB:
      return corrupt(file, 'it is no SQLite file');
    case IOERR:
      if (code === IOERR_SHMSIZE) return diskFull(file, thrown);
      return failure(
        'io',
        'transient',
        `The disk under ${file} fails to read or write (SQLite code ${code ?? IOERR}): check the disk or SD card. A bridge that is running tries again by itself; one that has ended must be started again.`,
        thrown,
      );
    case NOMEM:
      return failure(
        'io',
        'transient',
        `This machine had no memory left for ${file}. A bridge that is running tries again by itself; one that has ended must be started again.`,
        thrown,
      );
    case READONLY:
    case CANTOPEN:
      return failure(
        'io',
        'transient',
        `${file} cannot be opened or written (SQLite code ${code ?? CANTOPEN}): check that its folder is still there, belongs to the user who runs the bridge and is not mounted read-only.`,
        thrown,
      );
    case undefined:
      // Ours for a value never written here, or node:sqlite's for an integer beyond 2^53.
      if (isRangeError(thrown))
        return corrupt(file, 'a column holds a value that was never written here');
      return failure(
        'sql',
        'bug',
        'The database driver failed in a way the bridge does not know.',
        thrown,
      );
    default:
      return failure(
        'sql',
        'bug',
        `The database refused a statement of the bridge (SQLite code ${code ?? 0}).`,
        thrown,
      );
  }
}

/** Another process is writing. */
export function busy(file: string, cause?: unknown): BridgeFailure {
  return failure(
    'busy',
    'transient',
    `${file} is being written by another process. A bridge that is running tries again by itself; one that has ended must be started again.`,
    cause,
  );
}

/** Whether a failure is that another process is writing. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof BridgeFailure && thrown.code === 'journal.busy';
}

/** No room is left on the disk. */
export function diskFull(file: string, cause?: unknown): BridgeFailure {
  return failure(
    'disk_full',
    'transient',
    `The disk that holds ${file} is full: free some space. Nothing kept so far is lost. A bridge that is running then goes on by itself; one that has ended must be started again.`,
    cause,
  );
}

/** node:sqlite says `errcode`, libsql `rawCode`. */
function resultCode(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { errcode, rawCode, message } = thrown as Partial<Record<string, unknown>>;
  if (typeof errcode === 'number') return errcode;
  if (typeof rawCode === 'number') return rawCode;
  const number = typeof message === 'string' ? FAILED_OPEN.exec(message)?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

/** By its name: node:sqlite's own may be of another realm than ours. */
function isRangeError(thrown: unknown): boolean {
  return typeof thrown === 'object' && (thrown as Error | null)?.name === 'RangeError';
}

function failure(
  what: string,
  kind: 'transient' | 'bug',
  message: string,
  cause: unknown,
): BridgeFailure {
  return new BridgeFailure(`journal.${what}`, kind, message, { cause });
}
