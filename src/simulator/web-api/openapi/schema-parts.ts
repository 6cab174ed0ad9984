/** A JSON Schema (draft 2020-12) or another part of the document. */
export type Part = Readonly<Record<string, unknown>>;

/** A reference to one of the document's schemas. */
export function ref(name: string): Part {
  return { $ref: `#/components/schemas/${name}` };
}

/** An object that may always hold further fields: Dexcom adds some without notice. */
export function objectOf(
  description: string,
  properties: Readonly<Record<string, Part>>,
  required: readonly string[],
): Part {
  return { type: 'object', description, properties, required, additionalProperties: true };
}

/** A word of an open set: those known are examples, any other must be expected. */
export function openWord(description: string, known: readonly string[]): Part {
  return {
    type: 'string',
    description: `${description} Open set; known: ${known.join(', ')}.`,
    examples: known,
  };
}

/** The same, or null. */
export function orNull(part: Part): Part {
  return { ...part, type: [part['type'], 'null'] };
}
