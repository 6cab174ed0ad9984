/** At most `longest` characters, cut at a space where there is one near the end, with `…`. Counts what a person counts: an emoji is one. */
export function shorten(text: string, longest: number): string {
  const signs = Array.from(text);
  if (signs.length <= longest) return text;
  const cut = signs.slice(0, longest - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${space > cut.length * 0.8 ? cut.slice(0, space) : cut}…`;
}
