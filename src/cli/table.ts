import { lineWidth } from '../app/fit-line.ts';

/** Columns padded to their widest cell, two spaces between; the last column wraps under itself at `width`. Pure. */
export function table(rows: readonly (readonly string[])[], width: number): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: Math.max(0, columns - 1) }, (_, column) =>
    Math.max(0, ...rows.map((row) => lineWidth(row[column] ?? ''))),
  );
  const indent = widths.reduce((sum, each) => sum + each + 2, 0);
  const room = Math.max(30, width - indent);
  const lines: string[] = [];
  for (const row of rows) {
    const head = widths.map((each, column) => padded(row[column] ?? '', each) + '  ').join('');
    const [first = '', ...rest] = wrap(row[columns - 1] ?? '', room);
    lines.push((head + first).trimEnd(), ...rest.map((text) => ' '.repeat(indent) + text));
  }
  return lines.join('\n');
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - lineWidth(cell));
}

/** Breaks at spaces so that no line is longer than `room`, unless one word is. Pure. */
export function wrap(text: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && lineWidth(line) + 1 + lineWidth(word) > room) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}
