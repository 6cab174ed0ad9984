/** How rows are written into a body. */
export interface Format<Row> {
  readonly contentType: string;
  readonly opening: string;
  readonly separator: string;
  readonly closing: string;
  readonly text: (row: Row) => string;
}

/** A JSON array. Rows never change: each is turned into text once. */
export function jsonFormat<Row extends object>(shown: (row: Row) => object): Format<Row> {
  const texts = new WeakMap<Row, string>();
  return {
    contentType: 'application/json; charset=utf-8',
    opening: '[',
    separator: ',',
    closing: ']',
    text: (row) => {
      let text = texts.get(row);
      if (text === undefined) texts.set(row, (text = JSON.stringify(shown(row))));
      return text;
    },
  };
}

/** Rows as they are. */
export const JSON_FORMAT = jsonFormat((row: object) => row);

/** The whole body. */
export function bodyOf<Row>(rows: readonly Row[], format: Format<Row>): string {
  return format.opening + rows.map(format.text).join(format.separator) + format.closing;
}
