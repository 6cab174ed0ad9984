/** Longest part of a body that is shown, in characters. */
const LONGEST = 200;

/** What may be a token, an id, a mark or an address: a long run without a space, or anything with an at-sign. */
const SUSPICIOUS = /[\w.~+/=-]{24,}|@|\b(token|secret|bearer|code|password)\b/i;

/**
 * The start of an error body for people, in quotation marks; empty where it is a page, or could hold a secret.
 * @param secrets whatever was sent
 */
export function explanation(body: string, secrets: readonly string[]): string {
  const text = body.replace(/\s+/g, ' ').trim();
  if (text === '' || text.startsWith('<') || !/^[\x20-\x7e]*$/.test(text)) return '';
  if (SUSPICIOUS.test(text) || secrets.some((secret) => text.includes(secret))) return '';
  return `“${text.slice(0, LONGEST)}”`;
}
