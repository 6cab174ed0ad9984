import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { openApiDocument } from '../../../src/simulator/web-api/openapi/index.ts';

const ID = 'https://dexcom-web-api.test/v3';
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, strict: true });
ajvFormats.default(ajv);
// Seen as a schema, the fields of the document itself say nothing.
ajv.addVocabulary(Object.keys(openApiDocument));
ajv.addSchema(openApiDocument, ID);

/** The schemas of whole answers. */
export const answerSchemaOf = {
  egvs: 'EgvList',
  calibrations: 'CalibrationList',
  events: 'EventList',
  alerts: 'AlertList',
  devices: 'DeviceList',
  dataRange: 'DataRange',
  token: 'Token',
} as const;

/** What is wrong with a value by a schema of our description of the Web API, one line each; none: it fits. */
export function faultsBySchema(schema: string, value: unknown): string[] {
  const judge = ajv.getSchema(`${ID}#/components/schemas/${schema}`);
  if (!judge) throw new RangeError(`the description has no schema ${schema}`);
  if (judge(value) === true) return [];
  return (judge.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

/** What is wrong with a description by OpenAPI’s own schema of its version. */
export async function faultsByOpenApi(
  document: Readonly<Record<string, unknown>>,
): Promise<{ readonly version: string | undefined; readonly faults: unknown }> {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  return { version: validator.version, faults: valid ? [] : errors };
}
