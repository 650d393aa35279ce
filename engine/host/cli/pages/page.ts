import type { Examples } from './example.ts';
import { printJson } from './print.ts';
import { deref, type Place, type Property, propertiesOf, type Schema, type Schemas } from './schema.ts';
import { type Anchors, boundsText, code, ownText, type TypeContext, typeText, words } from './type.ts';

/** One page: a kind of definition, or a part that many kinds use. */
export interface PageSpec {
  name: string;
  heading: string;
  /** Schema files in the order in which their sections stand; the first is the page's own. */
  files: readonly string[];
  /** Where such a file lies in an app's folder. */
  location?: string;
  /** A whole definition to show, by its path in the repository. */
  example?: { file: string; items: number };
}

interface Section {
  heading: string;
  place: Place;
}

/** A part gets a section when it has a name and something to say that does not fit in a table's cell. */
function isSection(schema: Schema): boolean {
  return schema.title !== undefined && schema.$ref === undefined;
}

/** All named parts of a file in the order in which they stand in it, the file's root first. */
export function sectionsOf(schemas: Schemas, spec: PageSpec): Section[] {
  const sections: Section[] = [];
  for (const file of spec.files) {
    const visit = (schema: Schema, isRoot: boolean): void => {
      if (isSection(schema) && !isContainer(schema)) {
        const heading = isRoot && file === spec.files[0] ? spec.heading : capital(words(schema.title ?? ''));
        sections.push({ heading, place: { schema, file } });
      }
      for (const part of partsOf(schema)) visit(part, false);
    };
    const root = schemas.get(file);
    if (!root) throw new Error(`There is no schema ${file}.`);
    visit(root, true);
  }
  return sections;
}

/** common.schema.json only holds others. */
function isContainer(schema: Schema): boolean {
  return schema.$defs !== undefined && !schema.properties && !schema.oneOf && !schema.allOf;
}

/** The schemas right inside a schema. */
export function partsOf(schema: Schema): Schema[] {
  const { properties, patternProperties, additionalProperties, items, oneOf, $defs } = schema;
  const parts = [properties, patternProperties].flatMap((group) => Object.values(group ?? {}));
  if (typeof additionalProperties === 'object') parts.push(additionalProperties);
  if (items) parts.push(items);
  return [...parts, ...(oneOf ?? []), ...Object.values($defs ?? {})];
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** As GitHub makes an anchor of a heading. */
export const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

export function anchorsOf(schemas: Schemas, specs: readonly PageSpec[]): Anchors {
  const anchors = new Map<Schema, string>();
  for (const spec of specs) {
    for (const { heading, place } of sectionsOf(schemas, spec))
      anchors.set(place.schema, `${spec.name}.md#${slug(heading)}`);
  }
  return anchors;
}

export function writePage(
  schemas: Schemas,
  spec: PageSpec,
  anchors: Anchors,
  examples: Examples,
  whole: unknown,
): string {
  const context: TypeContext = { schemas, anchors, page: `${spec.name}.md` };
  const [first, ...others] = sectionsOf(schemas, spec);
  const parts = [
    `<!-- Made from schemas/ and apps/ by \`npm run docs\`. Not edited by hand. -->`,
    `# ${spec.heading}`,
    ...(spec.location === undefined ? [] : [`In an app’s folder: \`${spec.location}\`. [All kinds](README.md)`]),
    ...(spec.location === undefined ? ['[All kinds](README.md)'] : []),
    ...(first && first.heading === spec.heading ? body(context, first.place) : []),
    ...(first && first.heading !== spec.heading ? section(context, first, examples) : []),
    ...wholeExample(spec, whole),
    ...others.flatMap((one) => section(context, one, examples)),
  ];
  return `${parts.join('\n\n')}\n`;
}

function wholeExample(spec: PageSpec, whole: unknown): string[] {
  if (!spec.example) return [];
  const { file, items } = spec.example;
  return ['## Example', `From [${file}](../../${file}).`, fence(whole, items)];
}

function section(context: TypeContext, { heading, place }: Section, examples: Examples): string[] {
  const example = examples.get(place.schema);
  const shown = example === undefined ? [] : [`For example, from \`${example.file}\`:`, fence(example.value, 3)];
  return [`## ${heading}`, ...body(context, place), ...shown];
}

function fence(value: unknown, items: number): string {
  const text = printJson(value, { items });
  return `\`\`\`${text.includes('// …') ? 'jsonc' : 'json'}\n${text}\n\`\`\``;
}

function body(context: TypeContext, place: Place): string[] {
  const { schema, file } = place;
  const parts = schema.description === undefined ? [] : [escaped(schema.description)];
  const properties = propertiesOf(context.schemas, place);
  if (schema.oneOf) {
    const variants = schema.oneOf.map((one) => `- ${variantText(context, { schema: one, file })}`);
    return [...parts, `One of:\n\n${variants.join('\n')}`];
  }
  if (properties.length === 0)
    return [...parts, `Type: ${[ownText(context, place), boundsText(place)].filter(Boolean).join('; ')}.`];
  return [...parts, table(context, properties)];
}

function variantText(context: TypeContext, place: Place): string {
  const target = deref(context.schemas, place);
  const said = target.schema.description?.split(/(?<=[.]) /)[0];
  return (
    typeText(context, place) +
    (said === undefined || target.schema.properties === undefined ? '' : `: ${escaped(said)}`)
  );
}

function table(context: TypeContext, properties: readonly Property[]): string {
  const rows = properties.map((property) => {
    const type = typeText(context, property.place);
    return `| ${code(property.name)} | ${cell(type)} | ${cell(defaultText(property))} | ${cell(descriptionText(context, property))} |`;
  });
  return ['| Property | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Required, or what the schema says in so many words: "(default PT30M)", "json (default)", "Default: received." */
function defaultText({ place, required }: Property): string {
  if (required) return '**required**';
  if (place.schema.default !== undefined) return code(place.schema.default);
  const text = place.schema.description ?? '';
  const found =
    /\(default:? ([^)]+)\)/i.exec(text) ?? /([\w-]+) \(default\)/.exec(text) ?? /Default: ([^.;]+)/.exec(text);
  return found?.[1] ?? '';
}

function descriptionText(context: TypeContext, { place }: Property): string {
  const target = deref(context.schemas, place);
  // A part with a section of its own says there what it is.
  const inherited = context.anchors.has(target.schema) ? '' : target.schema.description;
  const description = place.schema.description ?? inherited ?? '';
  const bounds = context.anchors.has(target.schema) ? '' : boundsText(target);
  return [escaped(description), bounds === '' ? '' : `${capital(bounds)}.`].filter(Boolean).join(' ');
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** "<App>" in a sentence must not become an HTML element. */
const escaped = (text: string): string => text.replaceAll('<', '\\<').replaceAll('*', '\\*');
