import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { description, matchOperation, type DescribedOperation, type Part } from './described-operations.ts'; // prettier-ignore
import type { RawAnswer } from './raw-client.ts';

const ID = 'https://feed.test/openapi';
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true });
ajvFormats.default(ajv);
// Seen as a schema, the fields of the document itself say nothing.
ajv.addVocabulary(Object.keys(description));
ajv.addSchema(description, ID);

const compiled = new Map<Part, ValidateFunction>();

/**
 * What is wrong with an answer by the description, one line each; none: it fits. A path that belongs to no operation must be refused, and an unreadable query may be first.
 * @param target path and query as they were sent
 */
export function faultsOf(target: string, answer: RawAnswer): readonly string[] {
  const operation = matchOperation(target);
  const { status, type, body } = answer;
  if (operation === undefined) {
    return [400, 401, 404, 414].includes(status)
      ? faultsBySchema({ $ref: '#/components/schemas/Fault' }, body)
      : [`${status} for a path that is not described`];
  }
  const described = operation.responses[String(status)];
  if (described === undefined) return [`${status} is not described`];
  const media = described.content;
  if (media === undefined) return body === '' ? [] : ['a body that is not described'];
  const schema = media[type]?.schema;
  if (schema === undefined) return [`${type} is not described for ${status}`];
  if (type !== 'application/json') return [];
  if (body === '' && mayBeEmpty(operation, target)) return [];
  return faultsBySchema(schema, body);
}

function mayBeEmpty({ path }: DescribedOperation, target: string): boolean {
  return path === '/sgv.json' && target.includes('no_empty');
}

/** What is wrong with the text of a JSON value. */
export function faultsBySchema(schema: Part, body: string): readonly string[] {
  let judge = compiled.get(schema);
  if (judge === undefined) {
    const { $ref } = schema;
    judge = typeof $ref === 'string' ? ajv.getSchema(`${ID}${$ref}`) : ajv.compile({ ...schema });
    if (judge === undefined) return [`there is no schema ${String($ref)}`];
    compiled.set(schema, judge);
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return [`the body is no JSON: ${body.slice(0, 200)}`];
  }
  if (judge(value)) return [];
  return (judge.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
