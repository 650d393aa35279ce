import { fieldType } from './fields/registry.ts';
import type { FieldContext, FormDefinition, JsonSchema } from './types.ts';

/**
 * The whole record as JSON Schema 2020-12: for the door's second look and for OpenAPI. What depends on other values
 * (required, formula bounds, options of other forms) is judged by `evaluate`.
 */
export function recordSchema(form: FormDefinition, context: FieldContext): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const field of form.fields) {
    properties[field.key] = { title: field.label, ...fieldType(field).jsonSchema(field, context) };
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties,
    additionalProperties: false,
  };
}
