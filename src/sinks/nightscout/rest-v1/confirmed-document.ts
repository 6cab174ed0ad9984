import { isoInstant } from '../iso-instant.ts';

/** A document with what its answer must repeat. */
interface SentDocument {
  readonly identifier: string;
  readonly date: number;
}

/**
 * Which of the documents sent an answer confirms: the site answers with what it stored, one a document, in order. One of
 * another length confirms none.
 * @param fields what else must be there word for word
 */
export function confirmedDocuments<Document extends SentDocument>(
  answer: readonly unknown[],
  sent: readonly Document[],
  fields: readonly (keyof Document & string)[],
): readonly Document[] {
  if (answer.length !== sent.length) return [];
  return sent.filter((document, index) => {
    const row = answer[index];
    if (typeof row !== 'object' || row === null) return false;
    const said = row as Record<string, unknown>;
    return (
      said['identifier'] === document.identifier &&
      isoInstant(said['created_at']) === document.date &&
      fields.every((field) => said[field] === document[field])
    );
  });
}
