import { z } from 'zod';
import * as documents from './schemas/documents.ts';
import * as entries from './schemas/entries.ts';
import * as properties from './schemas/properties.ts';
import * as service from './schemas/service.ts';
import * as v3 from './schemas/v3.ts';
import * as watches from './schemas/watches.ts';

/** A JSON Schema, or another part of the document. */
export type Part = Readonly<Record<string, unknown>>;

const SCHEMAS = { ...service, ...entries, ...documents, ...watches, ...properties, ...v3 };

/** A schema of the document. */
export type SchemaName = keyof typeof SCHEMAS;

/** A reference to one. */
export function schemaRef(name: SchemaName): Part {
  return { $ref: address(name) };
}

/** All schemas as JSON Schema 2020-12, each once. */
export function schemaComponents(): Part {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: address });
  return Object.fromEntries(
    // Where they stand they need no name and no dialect of their own.
    Object.entries(schemas).map(([id, { $id, $schema, ...schema }]) => [id, schema]),
  );
}

function address(name: string): string {
  return `#/components/schemas/${name}`;
}
