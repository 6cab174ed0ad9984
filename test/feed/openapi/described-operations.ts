import { openApiDocument } from '../../../src/feed/openapi/document.ts';

export type Part = Readonly<Record<string, unknown>>;

/** A parameter as it is described. */
export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly schema: Part;
}

/** An operation with its references resolved. */
export interface DescribedOperation {
  readonly path: string;
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly security: readonly Part[];
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Part }>> }>
  >;
}

export const description = openApiDocument('/');

/** What a reference refers to; the part itself where it is none. */
export function resolve(part: Part): Part {
  const { $ref } = part;
  if (typeof $ref !== 'string') return part;
  return $ref
    .slice(2)
    .split('/')
    .reduce<Part>((from, name) => from[name] as Part, description);
}

const paths = description['paths'] as Readonly<Record<string, { readonly get: Part }>>;

/** Every operation that is described. */
export const operations: readonly DescribedOperation[] = Object.entries(paths).map(
  ([path, { get }]) => ({
    path,
    operationId: get['operationId'] as string,
    parameters: (get['parameters'] as Part[]).map((each) => resolve(each) as unknown as Parameter),
    security: get['security'] as readonly Part[],
    responses: Object.fromEntries(
      Object.entries(get['responses'] as Readonly<Record<string, Part>>).map(([status, part]) => [
        status,
        resolve(part) as DescribedOperation['responses'][string],
      ]),
    ),
  }),
);

const patterns = operations.map((operation) => ({
  operation,
  pattern: new RegExp(
    `^${operation.path
      .split(/(\{\w+\})/)
      .map((part) => (part.startsWith('{') ? '[^/]*' : part.replaceAll(/[.$]/g, '\\$&')))
      .join('')}/?$`,
  ),
}));

/** The operation that a path (with or without a query) belongs to; one without parameters before others. */
export function matchOperation(path: string): DescribedOperation | undefined {
  const bare = new URL(path, 'http://feed.test').pathname;
  const found = patterns.filter(({ pattern }) => pattern.test(bare));
  found.sort((a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length);
  return found[0]?.operation;
}
