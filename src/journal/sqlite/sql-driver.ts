import { createRequire } from 'node:module';
import { BridgeFailure } from '../../domain/failure.ts';
import { sqlFailure } from './sql-failure.ts';
import { fromRow, toBound, type SqlRow } from './sql-value.ts';

/** An open database. Every method is synchronous and throws BridgeFailure only; statements are prepared once. */
export interface SqlDatabase {
  readonly file: string;
  /** Runs statements without values. */
  exec(sql: string): void;
  /** Runs one statement; the number of rows it changed. */
  run(sql: string, ...values: readonly unknown[]): number;
  /** Runs one INSERT into a table with row numbers; the number of the row it made. */
  insert(sql: string, ...values: readonly unknown[]): number;
  get(sql: string, ...values: readonly unknown[]): SqlRow | undefined;
  all(sql: string, ...values: readonly unknown[]): readonly SqlRow[];
  close(): void;
}

/** What both drivers tell of a statement that was run. */
interface NativeChanges {
  readonly changes: number | bigint;
  readonly lastInsertRowid: number | bigint;
}
/** The few methods that both drivers have. */
interface NativeStatement {
  run(...values: readonly unknown[]): NativeChanges;
  all(...values: readonly unknown[]): Record<string, unknown>[];
}
interface NativeDatabase {
  exec(sql: string): void;
  prepare(sql: string): NativeStatement;
  close(): void;
}
type NativeConstructor = new (file: string) => NativeDatabase;
interface Driver {
  readonly Database: NativeConstructor;
  /** libsql must be handed ONE array: a lone null throws there and a lone Buffer ends the process. */
  readonly bind: (values: readonly unknown[]) => readonly unknown[];
}

let loaded: Driver | undefined;

/**
 * Opens (or makes) a database file with whichever driver this Node has: its own `node:sqlite` (from 22.13 on), else
 * `libsql`. Both write the same file. This is the one place that calls either.
 * @throws BridgeFailure `journal.driver` (config), or as sqlFailure says.
 */
export function openDatabase(file: string): SqlDatabase {
  const { Database, bind } = (loaded ??= loadDriver());
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw sqlFailure(thrown, file);
    }
  };
  const native = guard(() => new Database(file));
  const prepared = new Map<string, NativeStatement>();
  const statement = (sql: string): NativeStatement => {
    let found = prepared.get(sql);
    if (!found) prepared.set(sql, (found = native.prepare(sql)));
    return found;
  };
  // `get` of libsql adds a `_metadata` column; the first row of `all` is the same row without it.
  const all = (sql: string, values: readonly unknown[]): readonly SqlRow[] =>
    guard(() =>
      statement(sql)
        .all(...bind(values.map(toBound)))
        .map(fromRow),
    );
  const run = (sql: string, values: readonly unknown[]): NativeChanges =>
    guard(() => statement(sql).run(...bind(values.map(toBound))));
  return {
    file,
    exec: (sql) => guard(() => native.exec(sql)),
    run: (sql, ...values) => Number(run(sql, values).changes),
    insert: (sql, ...values) => Number(run(sql, values).lastInsertRowid),
    get: (sql, ...values) => all(sql, values)[0],
    all: (sql, ...values) => all(sql, values),
    close: () => {
      prepared.clear();
      guard(() => native.close());
    },
  };
}

function loadDriver(): Driver {
  const builtIn = loadBuiltIn();
  if (builtIn) return { Database: builtIn, bind: (values) => values };
  try {
    const Database = createRequire(import.meta.url)('libsql') as NativeConstructor;
    return { Database, bind: (values) => [values] };
  } catch (cause) {
    throw new BridgeFailure(
      'journal.driver',
      'config',
      `This Node (${process.version}) has no SQLite of its own and the optional package libsql could not be loaded: ` +
        'run the bridge on Node 22.13 or later, or install it again without leaving out optional packages.',
      { cause },
    );
  }
}

/** Node 22 warns that node:sqlite is experimental; the rest of the warnings go their way. */
function loadBuiltIn(): NativeConstructor | undefined {
  const { getBuiltinModule } = process as { getBuiltinModule?: (id: string) => unknown };
  if (!getBuiltinModule) return undefined;
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  const warn = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (typeof warning === 'string' && warning.startsWith('SQLite is an experimental')) return;
    warn(warning, ...rest);
  };
  try {
    const found = getBuiltinModule('node:sqlite');
    return (found as { DatabaseSync: NativeConstructor } | undefined)?.DatabaseSync;
  } finally {
    if (before) Object.defineProperty(process, 'emitWarning', before);
  }
}
