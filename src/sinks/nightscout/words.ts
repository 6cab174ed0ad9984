/**
 * A code of Dexcom's as words: `urgentLow` becomes `Urgent low`, or `Urgent Low` in title case. What is no such code stays
 * as it came.
 */
export function inWords(code: string, titleCase = false): string {
  if (!/^[a-z]+([A-Z][a-z]*)*$/.test(code)) return code;
  const words = code.replace(/[A-Z]/g, (letter) => ` ${titleCase ? letter : letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
