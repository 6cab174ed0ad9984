/** What a site sets by itself: sending it for a document that lies there is refused. */
interface Stamps {
  readonly srvCreated: number;
  readonly srvModified: number;
}

/** A document as API v3 takes it. */
export function bodyOf<Document extends Stamps>(document: Document): Omit<Document, keyof Stamps> {
  const { srvCreated: _srvCreated, srvModified: _srvModified, ...body } = document;
  return body;
}
