import { fitLine, lineWidth } from './fit-line.ts';
import { screenSize, type Screen } from './terminal.ts';

/** Lines for a width and a height. */
export type BlockMaker = (columns: number, rows: number) => readonly string[];

/** A block of lines that stays at the bottom of a terminal while other lines go by above it. */
export interface LiveBlock {
  /** A line that stays where it was printed, above the block. */
  print(line: string): void;
  /** What the block shows from now on; asked again when the terminal changes its size. */
  show(make: BlockMaker): void;
  /** Leaves the block as it stands and the cursor on a line of its own. */
  close(): void;
}

/**
 * QUIRK(tmux, 2026-11): cells that were cleared to the end of a line still count as part of it when the window gets narrower,
 * and break it anew; those of a line that was cleared as a whole do not.
 */
const CLEAR_LINE = '\u001b[2K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Draws in place: each change is one write, and rewrites only the lines that changed where no other moved, so that nothing
 * flickers. The cursor stays visible at the end of the block and the screen is the usual one: there is nothing to restore,
 * however the program ends.
 */
export function createLiveBlock(out: Screen): LiveBlock {
  let make: BlockMaker = () => [];
  let drawn: readonly string[] = [];
  let printed: string[] = [];
  let isDue = false;
  let isClosed = false;

  const draw = ({ isBroken = false } = {}) => {
    isDue = false;
    if (isClosed) return;
    const { columns, rows } = screenSize(out);
    const lines = withinRows(make(columns, rows), rows).map((line) => fitLine(line, columns - 1));
    const isInPlace = !isBroken && printed.length === 0 && lines.length === drawn.length;
    if (isInPlace && lines.every((line, index) => line === drawn[index])) return;
    const top = toTop(drawn, columns);
    out.write(isInPlace ? top + changed(drawn, lines) : top + anew(printed, lines));
    drawn = lines;
    printed = [];
  };
  const drawSoon = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => draw());
  };
  // A terminal that became narrower has broken the lines anew.
  const redraw = () => draw({ isBroken: true });
  out.on('resize', redraw);

  return {
    print(line) {
      printed.push(line);
      drawSoon();
    },
    show(next) {
      make = next;
      drawSoon();
    },
    close() {
      if (isClosed) return;
      draw();
      isClosed = true;
      out.off('resize', redraw);
      if (drawn.length > 0) out.write('\n');
    },
  };
}

/** To the first column of the block’s first line, wherever the width has put it. */
function toTop(drawn: readonly string[], columns: number): string {
  const height = drawn.reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(lineWidth(line) / columns)),
    0,
  );
  return height > 1 ? `\r\u001b[${height - 1}A` : '\r';
}

/** What does not fit on the screen cannot be drawn over; that something is missing is said. */
function withinRows(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines;
  const left = lines.length - rows + 1;
  return [...lines.slice(0, rows - 1), `… ${left} more lines: make the window taller`];
}

function changed(drawn: readonly string[], lines: readonly string[]): string {
  const last = lines.length - 1;
  // The last one puts the cursor where it belongs.
  return lines
    .map((line, index) => (line === drawn[index] && index < last ? '' : CLEAR_LINE + line))
    .join('\n');
}

function anew(printed: readonly string[], lines: readonly string[]): string {
  // With no block, what is printed ends in a line of its own.
  const end = lines.length === 0 && printed.length > 0 ? '\n' : '';
  return CLEAR_BELOW + [...printed, ...lines].join('\n') + end;
}
