/** An object as Dexcom wrote it: nothing about its fields is known yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** True for a JSON object; a list is none. */
export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something, without the blanks around it; anything else is undefined. */
export function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** What kind of value came, for a reason. Of a text it tells nothing: it may be somebody’s note. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'string') return value.trim() === '' ? 'an empty text' : 'a text';
  return typeof value === 'object' ? 'an object' : 'true or false';
}
