/** The query cannot be answered: 400 with this message. */
export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}
