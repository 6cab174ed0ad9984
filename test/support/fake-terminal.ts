import { EventEmitter } from 'node:events';

/** One line of the screen, and whether it goes on in the next because it was too long. */
interface Row {
  cells: string[];
  wraps: boolean;
}

/**
 * A terminal that understands what the program sends: text that wraps at the edge, CR, LF, cursor up, clearing a line, and
 * clearing to the end of the screen. Anything else fails the test. It reflows when its width changes, as terminals of today do.
 */
export class FakeTerminal extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** Every write, as it came. */
  readonly writes: string[] = [];
  #screen: Row[] = [{ cells: [], wraps: false }];
  #row = 0;
  #column = 0;

  constructor(columns = 80, rows = 24) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(text: string): boolean {
    this.writes.push(text);
    for (const [token] of text.matchAll(/\u001b\[[0-9;?]*[A-Za-z]|[\s\S]/gu)) this.#take(token);
    return true;
  }

  /** Everything that can be scrolled to, without blanks at the ends. */
  get all(): readonly string[] {
    const lines = this.#screen.map(({ cells }) => cells.join('').trimEnd());
    while (lines.at(-1) === '') lines.pop();
    return lines;
  }

  /** What is in view. */
  get inView(): readonly string[] {
    return this.all.slice(Math.max(0, this.#screen.length - this.rows));
  }

  get cursorColumn(): number {
    return this.#column;
  }

  resize(columns: number, rows = this.rows): void {
    const before = this.#screen;
    const cursor = { row: this.#row, column: this.#column };
    this.#screen = [];
    let start = 0;
    for (let end = 0; end < before.length; end += 1) {
      if (before[end]!.wraps) continue;
      const joined = before.slice(start, end + 1);
      const cells = joined.flatMap((row) => row.cells);
      const first = this.#screen.length;
      for (let from = 0; from === 0 || from < cells.length; from += columns) {
        const part = cells.slice(from, from + columns);
        this.#screen.push({ cells: part, wraps: from + columns < cells.length });
      }
      if (cursor.row >= start && cursor.row <= end) {
        const before = joined.slice(0, cursor.row - start).flatMap((row) => row.cells).length;
        const offset = before + cursor.column;
        this.#row = first + Math.floor(offset / columns);
        this.#column = offset % columns;
      }
      start = end + 1;
    }
    this.columns = columns;
    this.rows = rows;
    this.emit('resize');
  }

  #take(token: string): void {
    if (token === '\r') this.#column = 0;
    else if (token === '\n') this.#down();
    else if (/^\u001b\[\d*A$/.test(token)) {
      const top = Math.max(0, this.#screen.length - this.rows);
      this.#row = Math.max(top, this.#row - Number(token.slice(2, -1) || 1));
    } else if (token === '\u001b[2K') this.#screen[this.#row] = { cells: [], wraps: false };
    else if (token === '\u001b[J') {
      this.#clearLine();
      this.#screen.length = this.#row + 1;
    } else if (/^\u001b\[[0-9;]*m$/.test(token)) return;
    else if (token < ' ') throw new Error(`not understood: ${JSON.stringify(token)}`);
    else this.#put(token);
  }

  #clearLine(): void {
    const row = this.#screen[this.#row]!;
    row.cells.length = Math.min(row.cells.length, this.#column);
    row.wraps = false;
  }

  #down(): void {
    this.#row += 1;
    this.#column = 0;
    if (this.#row === this.#screen.length) this.#screen.push({ cells: [], wraps: false });
  }

  #put(character: string): void {
    if (this.#column === this.columns) {
      this.#screen[this.#row]!.wraps = true;
      this.#down();
    }
    const { cells } = this.#screen[this.#row]!;
    while (cells.length < this.#column) cells.push(' ');
    cells[this.#column] = character;
    this.#column += 1;
  }
}
