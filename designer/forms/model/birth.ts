import type { Field, Localised } from '../../../engine/definition/index.ts';
import { resolved } from '../../../engine/definition/structure/graph.ts';
import { SCHEMAS } from '../../../engine/definition/structure/schemas.ts';
import { fieldTypes } from '../../../engine/form/index.ts';

/** What a new field has to say before anybody has said anything: read off its type's own schema, so that no list of types is needed. */

type Schema = Record<string, unknown>;

/** The app around the form, as far as a new field may have to point into it. */
export interface Surroundings {
  /** Keys of the app's forms. */
  forms: readonly string[];
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const words = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

const option = (count: string) => ({
  key: `option_${count}`,
  label: words(`选项 ${count.replace('_', '.')}`, `Option ${count.replace('_', '.')}`),
});

/** What stands for the named parts of the schemas wherever they are required. */
const samples: Record<string, (around: Surroundings) => unknown> = {
  Label: () => words('未命名', 'Untitled'),
  FormulaText: () => '= null',
  Key: ({ forms }) => forms[0] ?? 'form',
  Data: () => ({}),
  Options: () => [1, 2, 3].map((count) => option(String(count))),
  TreeOptions: () =>
    [1, 2].map((count) => ({ ...option(`${count}`), children: [option(`${count}_1`), option(`${count}_2`)] })),
};

/** Schemas of the properties that a schema knows, those of what it is made of too. */
export function propertiesIn(schema: unknown): Map<string, unknown> {
  const node = resolved(schema);
  const inherited = Array.isArray(node.allOf) ? node.allOf.flatMap((part) => [...propertiesIn(part)]) : [];
  return new Map([...inherited, ...(isSchema(node.properties) ? Object.entries(node.properties) : [])]);
}

function requiredIn(schema: unknown): string[] {
  const node = resolved(schema);
  const inherited = Array.isArray(node.allOf) ? node.allOf.flatMap(requiredIn) : [];
  return [...inherited, ...(Array.isArray(node.required) ? node.required.map(String) : [])];
}

function exampleOf(node: Schema): unknown {
  if (Array.isArray(node.examples) && node.examples.length > 0) return structuredClone(node.examples[0]);
  if ('const' in node) return node.const;
  if ('default' in node) return structuredClone(node.default);
  return Array.isArray(node.enum) ? node.enum[0] : undefined;
}

/** The least that the schema accepts. */
function least(schema: unknown, around: Surroundings, depth: number): unknown {
  const node = resolved(schema);
  const outer = isSchema(schema) ? exampleOf(schema) : undefined;
  const example = outer ?? exampleOf(node);
  if (example !== undefined) return example;
  const named = samples[String(node.title)];
  if (named !== undefined) return named(around);
  if (Array.isArray(node.oneOf)) return least(node.oneOf[0], around, depth + 1);
  if (node.type === 'object' || node.allOf !== undefined) return leastObject(node, around, depth);
  if (node.type === 'array')
    return Array.from({ length: Number(node.minItems ?? 0) }, () => least(node.items, around, depth + 1));
  if (node.type === 'boolean') return false;
  if (node.type === 'integer' || node.type === 'number') return Number(node.minimum ?? 0);
  return '';
}

function leastObject(node: unknown, around: Surroundings, depth: number): Schema {
  if (depth > 6) return {};
  const properties = propertiesIn(node);
  const required = new Set(requiredIn(node));
  return Object.fromEntries(
    [...required].flatMap((name) =>
      depth === 0 && (name === 'key' || name === 'label')
        ? []
        : [[name, least(properties.get(name), around, depth + 1)] as const],
    ),
  );
}

export const schemaOf = (type: string): object | undefined => SCHEMAS[`fields/${type}.schema.json`];

/** The words that a new field has until it is named. */
export function typeLabel(type: string): Localised {
  return fieldTypes.get(type)?.label ?? words('字段', 'Field');
}

/** A field as it is born: valid, and saying no more than it has to. */
export function bornField(type: Field['type'], key: string, around: Surroundings): Field {
  const schema = schemaOf(type);
  if (schema === undefined) throw new Error(`There is no field type “${type}”.`);
  const born: Schema = { key, ...leastObject(schema, around, 0), label: { ...typeLabel(type) } };
  if (type === 'table') born.fields = [bornField('text', 'text', around)];
  const { key: _key, type: _type, label, ...rest } = born;
  return { key, type, label, ...rest } as unknown as Field;
}
