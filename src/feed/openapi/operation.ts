import { schemaRef, type Part, type SchemaName } from './components.ts';

/** One way to ask. */
export interface Operation {
  /** With `{name}` for its parameters. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: Tag;
  readonly parameters?: readonly Part[];
  /** What is answered with 200: schema of the JSON, or the media types of text. */
  readonly answer: SchemaName | Part;
  /** Also as a table, where that is asked for. */
  readonly tables?: boolean;
  /** Also as CSV and as XML, where that is asked for. */
  readonly renderings?: boolean;
  /** Further answers by status. */
  readonly others?: Readonly<Record<string, Part>>;
  /** Anybody may ask. */
  readonly isOpen?: boolean;
  /** The reader may name what it has, and be told that nothing changed. */
  readonly isConditional?: boolean;
}

export type Tag = 'entries' | 'documents' | 'service' | 'watches' | 'v3';

const TABLES = ['text/plain', 'text/tab-separated-values', 'text/csv'];
const RENDERINGS: Part = {
  'text/csv': {
    schema: { type: 'string', description: 'A heading with every field, then a line a document' },
  },
  'application/xml': {
    schema: {
      type: 'string',
      description: '`<items>` with an `<item>` a document, or one `<item>`',
    },
  },
};
/** A credential may be shown in any of these ways; none is needed on loopback. */
const SECURITY = [{}, { apiSecret: [] }, { secret: [] }, { token: [] }, { bearer: [] }];

const fault = (description: string): Part => ({
  description,
  content: { 'application/json': { schema: schemaRef('Fault') } },
});

/** Answers that any operation may give. */
export const COMMON_RESPONSES: Readonly<Record<string, Part>> = {
  BadRequest: fault('A parameter cannot be read; the answer names it.'),
  Unauthorized: fault(
    'A wrong credential, or none where one is needed: always off loopback, and through a proxy.',
  ),
  NotFound: fault('There is no such path, or nothing of that name.'),
  NotAcceptable: fault('The answer is not to be had in a format that the reader accepts.'),
  MethodNotAllowed: fault('Nothing can be written here.'),
  TooLong: fault('Path and query have more than 8000 characters.'),
  TooManyTries: {
    ...fault('Too many wrong credentials came from this address.'),
    headers: {
      'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } },
    },
  },
  HeadTooLong: {
    description:
      'Request line and headers have more than 16 KB: an answer without a body, and the connection is closed.',
  },
  Unavailable: fault('The journal cannot be read just now.'),
  NotModified: { description: 'The reader has this already.' },
};

/** A reference to one of them. */
export function response(name: keyof typeof COMMON_RESPONSES): Part {
  return { $ref: `#/components/responses/${name}` };
}

/** A reference to a parameter. */
export function parameter(name: string): Part {
  return { $ref: `#/components/parameters/${name}` };
}

/** The operation as the document has it. */
export function describeOperation(operation: Operation): Part {
  const { summary, description, tag, parameters = [], others = {} } = operation;
  return {
    operationId: operation.path.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, ''),
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    ...(operation.isOpen === true ? { security: [] } : { security: SECURITY }),
    parameters,
    responses: {
      200: { description: 'The answer.', content: contentOf(operation) },
      ...(operation.isConditional === true ? { 304: response('NotModified') } : {}),
      400: response('BadRequest'),
      401: response('Unauthorized'),
      414: response('TooLong'),
      429: response('TooManyTries'),
      431: response('HeadTooLong'),
      503: response('Unavailable'),
      ...(operation.path.includes('{') ? { 404: response('NotFound') } : {}),
      ...others,
    },
  };
}

function contentOf({ answer, tables, renderings }: Operation): Part {
  if (typeof answer !== 'string') return answer;
  const json = { 'application/json': { schema: schemaRef(answer) } };
  if (renderings === true) return { ...json, ...RENDERINGS };
  if (tables !== true) return json;
  const table = {
    schema: {
      type: 'string',
      description: 'dateString, date, sgv, direction and device of each row; no heading',
    },
  };
  return { ...json, ...Object.fromEntries(TABLES.map((type) => [type, table])) };
}
