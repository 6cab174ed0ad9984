/** The parts of an output stream that are needed to draw on it. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
  on(event: 'resize', listener: () => void): unknown;
  off(event: 'resize', listener: () => void): unknown;
}

/** What may be sent to an output. */
export interface TerminalKind {
  /** It is a terminal that understands where to put the cursor. */
  readonly isLive: boolean;
  readonly hasColour: boolean;
}

/** Escape codes go to terminals alone, none to a dumb one, and no colour where NO_COLOR says so. */
export function terminalKind(
  { isTTY }: Pick<Screen, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>>,
): TerminalKind {
  const isLive = isTTY === true && env['TERM'] !== 'dumb';
  return { isLive, hasColour: isLive && (env['NO_COLOR'] ?? '') === '' };
}

/** Where a terminal does not tell its size. */
const USUAL = { columns: 80, rows: 24 };

/** Columns and rows; some terminals say 0. */
export function screenSize({ columns, rows }: Pick<Screen, 'columns' | 'rows'>): typeof USUAL {
  return { columns: columns || USUAL.columns, rows: rows || USUAL.rows };
}
