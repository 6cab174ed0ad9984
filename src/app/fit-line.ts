/** A sequence that colours: it takes no room. */
const COLOUR = /(\u001b\[[0-9;]*m)/;
const PLAIN = '\u001b[0m';
/** Drawn over the character before. */
const COMBINING = /^\p{M}$/u;
/** Scripts and pictures that take two columns. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]$/u;

/** Columns that a line takes on a terminal, colours left out. Pure. */
export function lineWidth(text: string): number {
  let width = 0;
  for (const part of text.split(COLOUR)) {
    if (COLOUR.test(part)) continue;
    for (const character of part) width += widthOf(character);
  }
  return width;
}

/** The line, cut so that it takes at most `columns` columns, with `…` where something is missing. Pure. */
export function fitLine(text: string, columns: number): string {
  if (lineWidth(text) <= columns) return text;
  let room = columns - 1;
  let isColoured = false;
  let line = '';
  for (const part of text.split(COLOUR)) {
    if (COLOUR.test(part)) {
      line += part;
      isColoured = part !== PLAIN;
      continue;
    }
    for (const character of part) {
      room -= widthOf(character);
      if (room < 0) return `${line}${columns > 0 ? '…' : ''}${isColoured ? PLAIN : ''}`;
      line += character;
    }
  }
  return line;
}

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
