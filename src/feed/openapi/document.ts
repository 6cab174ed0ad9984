import { VERSION } from '../../platform/version.ts';
import { schemaComponents, type Part } from './components.ts';
import { COMMON_RESPONSES, describeOperation, type Operation } from './operation.ts';
import { V1_OPERATIONS } from './operations/nightscout-v1.ts';
import { V3_OPERATIONS } from './operations/nightscout-v3.ts';
import { SERVICE_OPERATIONS } from './operations/service.ts';
import { SLICE_OPERATIONS } from './operations/slices.ts';
import { WATCH_OPERATIONS } from './operations/watches.ts';
import { PARAMETERS } from './parameters.ts';

const below = (prefix: string, operations: readonly Operation[]): readonly Operation[] =>
  operations.map((operation) => ({ ...operation, path: prefix + operation.path }));

const ALIASES = V1_OPERATIONS.filter(({ path }) =>
  ['/status.{format}', '/treatments.json'].includes(path),
).map(({ parameters = [], ...operation }) => ({
  ...operation,
  path: operation.path.replace('{format}', 'json'),
  parameters: parameters.filter((each) => !String(each['$ref']).endsWith('statusFormat')),
}));

/** Everything that the feed answers. */
const OPERATIONS: readonly Operation[] = [
  ...below('/api/v1', [...V1_OPERATIONS, ...SLICE_OPERATIONS]),
  ...below('/api/v2', [...V1_OPERATIONS, ...SLICE_OPERATIONS]),
  ...ALIASES,
  ...WATCH_OPERATIONS,
  ...SERVICE_OPERATIONS,
  ...V3_OPERATIONS,
];

/** The feed in OpenAPI 3.1. @param base the path below which it is mounted, `/` or `/accounts/<name>` */
export function openApiDocument(base: string): Part {
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Feed of nightscout-dexcom-bridge',
      version: VERSION,
      summary: 'Glucose of one person, as a Nightscout and xDrip answer it; for reading only.',
      description:
        'GET and HEAD read. Any other method is answered with 405, or 401 without the credential that is needed; OPTIONS answers other origins. Several accounts have a feed each, below `/accounts/<name>`. Glucose is in mg/dL wherever a unit is not named. Parameters that are not known are ignored.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: base }],
    tags: [
      { name: 'entries', description: 'Glucose values and fingersticks' },
      { name: 'documents', description: 'Treatments, devices and what else a Nightscout keeps' },
      { name: 'watches', description: 'Short answers for small screens' },
      { name: 'v3', description: 'API v3, as AAPS reads it' },
      { name: 'service', description: 'What is answered here, and to whom' },
    ],
    paths: Object.fromEntries(
      OPERATIONS.map((operation) => [operation.path, { get: describeOperation(operation) }]),
    ),
    components: {
      securitySchemes: {
        apiSecret: {
          type: 'apiKey',
          in: 'header',
          name: 'api-secret',
          description: 'SHA-1 (or SHA-512) of the secret in hex, any case',
        },
        secret: { type: 'apiKey', in: 'query', name: 'secret', description: 'The same' },
        token: {
          type: 'apiKey',
          in: 'query',
          name: 'token',
          description: 'The secret, its SHA-1, or a pass',
        },
        bearer: { type: 'http', scheme: 'bearer', description: 'The secret, its SHA-1, or a pass' },
      },
      parameters: PARAMETERS,
      responses: COMMON_RESPONSES,
      schemas: schemaComponents(),
    },
  };
}
