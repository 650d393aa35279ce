import { deref, type Place, type Schema, type Schemas } from './schema.ts';

/** Where a part that has a section or page of its own is described: "form.md#check". */
export type Anchors = ReadonlyMap<Schema, string>;

export interface TypeContext {
  schemas: Schemas;
  anchors: Anchors;
  /** The page on which the link stands. */
  page: string;
}

/** A property's type in words: "list of [Check](#check)", "`edit` or `read`", "whole number". */
export function typeText(context: TypeContext, place: Place): string {
  const target = deref(context.schemas, place);
  const anchor = context.anchors.get(target.schema);
  const { schema, file } = target;
  if (anchor !== undefined) return link(context, schema, anchor);
  return ownText(context, { schema, file });
}

/** The type of a part in its own section, where a link to itself would say nothing. */
export function ownText(context: TypeContext, { schema, file }: Place): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (schema.oneOf) return unique(schema.oneOf.map((one) => typeText(context, { schema: one, file }))).join(' or ');
  if (schema.type === 'array')
    return `list of ${schema.items ? typeText(context, { schema: schema.items, file }) : 'anything'}`;
  if (schema.type === 'object') return objectText(context, { schema, file });
  return SCALARS[schema.type ?? ''] ?? 'anything';
}

const SCALARS: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
};

function objectText(context: TypeContext, { schema, file }: Place): string {
  const values = Object.values(schema.patternProperties ?? {})[0] ?? schema.additionalProperties;
  const names = Object.keys(schema.properties ?? {});
  if (names.length > 0) return `object with ${names.map(code).join(', ')}`;
  if (typeof values !== 'object') return 'object';
  return `object: key → ${typeText(context, { schema: values, file })}`;
}

function link(context: TypeContext, schema: Schema, anchor: string): string {
  const [page = '', section = ''] = anchor.split('#');
  return `[${words(schema.title ?? section)}](${page === context.page ? '' : page}#${section})`;
}

/** "BoardFilter" reads as "board filter". */
export function words(title: string): string {
  return title.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** What JSON Schema holds a value to, for people: "1 to 9", "at most 200 characters". */
export function boundsText({ schema }: Place): string {
  const bounds = [
    range(schema.minimum, schema.maximum, ''),
    schema.exclusiveMinimum === undefined ? '' : `above ${schema.exclusiveMinimum}`,
    schema.exclusiveMaximum === undefined ? '' : `below ${schema.exclusiveMaximum}`,
    range(schema.minLength === 1 ? undefined : schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems === 1 ? undefined : schema.minItems, schema.maxItems, ' items'),
    range(schema.minProperties === 1 ? undefined : schema.minProperties, schema.maxProperties, ' keys'),
    schema.format ? `format ${schema.format}` : '',
    schema.pattern ? `pattern ${code(schema.pattern)}` : '',
  ];
  return bounds.filter((text) => text !== '').join('; ');
}

function range(low: number | undefined, high: number | undefined, unit: string): string {
  if (low !== undefined && high !== undefined)
    return low === high ? `exactly ${low}${unit}` : `${low} to ${high}${unit}`;
  if (high !== undefined) return `at most ${high}${unit}`;
  return low === undefined ? '' : `at least ${low}${unit}`;
}

export function code(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
