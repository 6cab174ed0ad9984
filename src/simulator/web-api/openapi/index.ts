import { operations } from './operations.ts';
import type { Part } from './schema-parts.ts';
import { answerSchemas } from './schemas-answers.ts';
import { commonSchemas } from './schemas-common.ts';
import { deviceSchemas } from './schemas-devices.ts';
import { recordSchemas } from './schemas-records.ts';

/**
 * The Dexcom Web API v3 as it is understood here, in OpenAPI 3.1: what is documented, widened by what was seen on the wire. The
 * simulator's records follow it while no quirk is on.
 */
export const openApiDocument: Part = {
  openapi: '3.1.0',
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  info: {
    title: 'Dexcom Web API v3, as understood by nightscout-dexcom-bridge',
    version: '3.0.0',
    summary: 'A person’s own glucose history, entries, alerts and devices.',
    description:
      'Written by hand from observation; not Dexcom’s own document. Data of a phone appear 1 hour (US) or 3 hours (elsewhere) after their upload. Words are open sets, whatever the case of their letters.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [
    { url: 'https://api.dexcom.com', description: 'Accounts of the United States' },
    { url: 'https://api.dexcom.eu', description: 'Accounts of all other countries' },
    { url: 'https://api.dexcom.jp', description: 'Accounts of Japan' },
    { url: 'https://sandbox-api.dexcom.com', description: 'Simulated people without passwords' },
  ],
  security: [{ oauth2: ['offline_access'] }],
  paths: operations,
  components: {
    securitySchemes: {
      oauth2: {
        type: 'oauth2',
        description: 'Authorisation code flow; login, token and data are on the same host.',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://api.dexcom.com/v3/oauth2/login',
            tokenUrl: 'https://api.dexcom.com/v3/oauth2/token',
            refreshUrl: 'https://api.dexcom.com/v3/oauth2/token',
            scopes: { offline_access: 'Reading the person’s data until they revoke it' },
          },
        },
      },
    },
    schemas: { ...commonSchemas, ...recordSchemas, ...deviceSchemas, ...answerSchemas },
  },
};
