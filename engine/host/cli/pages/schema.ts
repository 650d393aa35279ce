import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** As much of JSON Schema as the schemas of definitions use. */
export interface Schema {
  title?: string;
  description?: string;
  type?: string;
  $ref?: string;
  $id?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  required?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $defs?: Record<string, Schema>;
}

/** A schema and the file whose references it speaks in. */
export interface Place {
  schema: Schema;
  file: string;
}

export type Schemas = ReadonlyMap<string, Schema>;

/** All files of schemas/, by their path inside it: "form.schema.json", "fields/text.schema.json". */
export function readSchemas(folder: string): Schemas {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.schema.json'))
    .sort();
  return new Map(paths.map((path) => [path, JSON.parse(readFileSync(join(folder, path), 'utf8')) as Schema]));
}

export function resolve(schemas: Schemas, reference: string, from: string): Place {
  const [path = '', pointer = ''] = reference.split('#');
  const file = path === '' ? from : posix.normalize(posix.join(posix.dirname(from), path));
  let schema: unknown = schemas.get(file);
  for (const part of pointer.split('/').filter(Boolean))
    schema = (schema as Record<string, unknown> | undefined)?.[part];
  if (typeof schema !== 'object' || schema === null)
    throw new Error(`${from} refers to ${reference}, which is not there.`);
  return { schema: schema as Schema, file };
}

/** The place itself, or the one that it refers to; what stands beside the reference is not lost. */
export function deref(schemas: Schemas, place: Place): Place {
  if (place.schema.$ref === undefined) return place;
  return deref(schemas, resolve(schemas, place.schema.$ref, place.file));
}

/** A property, where it was declared, and whether it has to be there. */
export interface Property {
  name: string;
  place: Place;
  required: boolean;
}

/** Those of its bases first (allOf), so that a field type's own come last; "$schema" is for editors. */
export function propertiesOf(schemas: Schemas, place: Place): Property[] {
  const found = new Map<string, Property>();
  const needed = new Set<string>();
  const collect = ({ schema, file }: Place): void => {
    for (const base of schema.allOf ?? []) collect(deref(schemas, { schema: base, file }));
    for (const name of schema.required ?? []) needed.add(name);
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      if (name !== '$schema') found.set(name, { name, place: { schema: property, file }, required: false });
    }
  };
  collect(place);
  return [...found.values()].map((property) => ({ ...property, required: needed.has(property.name) }));
}
