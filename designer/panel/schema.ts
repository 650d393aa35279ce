import type { Localised } from '../../engine/definition/index.ts';
import { resolved } from '../../engine/definition/structure/graph.ts';
import { SCHEMAS } from '../../engine/definition/structure/schemas.ts';

/** A part of a schema as the panel reads it: behind its references, with what is said of it where it is used. */
export type Node = Readonly<Record<string, unknown>>;

export const groups = ['general', 'people', 'operations', 'limit', 'value', 'rules', 'look', 'advanced'] as const;
export type Group = (typeof groups)[number];

export interface Property {
  name: string;
  node: Node;
  isRequired: boolean;
  label: Localised;
  help: Localised | undefined;
  group: Group;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const views = new WeakMap<object, Node>();

/** The schema behind its reference; what stands beside the reference goes before what the target says of itself. */
export function view(schema: unknown): Node {
  if (!isNode(schema)) return {};
  if (typeof schema.$ref !== 'string') return schema;
  let found = views.get(schema);
  if (!found) {
    const { $ref: _ref, ...own } = schema;
    found = { ...resolved(schema), ...own };
    views.set(schema, found);
  }
  return found;
}

export function schemaOf(id: string): Node {
  return view(SCHEMAS[id.endsWith('.json') ? id : `${id}.schema.json`]);
}

/** Does it mean anything beside what its neighbours say? x-while: a neighbour, and what that has to be (true: anything). */
export function isMeant(node: Node, neighbours: readonly Property[], object: Node): boolean {
  const conditions = node['x-while'];
  if (!isNode(conditions)) return true;
  return Object.entries(conditions).every(([name, wanted]) => {
    const said = object[name] ?? neighbours.find((one) => one.name === name)?.node['x-default'];
    if (!Array.isArray(wanted)) return said !== undefined;
    return (Array.isArray(said) ? said : [said]).some((one) => wanted.includes(one));
  });
}

const isLocalised = (value: unknown): value is Localised => isNode(value) && typeof value.en === 'string';

/** "minLength" → "Min length", for what has no label yet. */
function spelled(name: string): Localised {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return { 'zh-CN': text, en: text };
}

export function labelOf(node: Node, name: string): Localised {
  const label = node['x-label'];
  return isLocalised(label) ? label : spelled(name);
}

export function helpOf(node: Node): Localised | undefined {
  const help = node['x-help'];
  return isLocalised(help) ? help : undefined;
}

function groupOf(node: Node): Group {
  return groups.find((group) => group === node['x-group']) ?? 'general';
}

interface Parts {
  properties: Map<string, Node>;
  required: Set<string>;
}

function gather(schema: Node, into: Parts): Parts {
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  for (const part of parts) gather(view(part), into);
  if (isNode(schema.properties)) {
    for (const [name, property] of Object.entries(schema.properties)) into.properties.set(name, view(property));
  }
  for (const name of Array.isArray(schema.required) ? schema.required : []) into.required.add(String(name));
  return into;
}

const known = new WeakMap<object, Property[]>();

/** The properties of an object schema, those it is made of too, in the order in which they are written. */
export function propertiesOf(schema: Node): Property[] {
  let found = known.get(schema);
  if (!found) {
    const { properties, required } = gather(schema, { properties: new Map(), required: new Set() });
    found = [...properties]
      .filter(([name]) => name !== '$schema')
      .map(([name, node]) => ({
        name,
        node,
        isRequired: required.has(name),
        label: labelOf(node, name),
        help: helpOf(node),
        group: groupOf(node),
      }));
    known.set(schema, found);
  }
  return found;
}

/** The kinds that a value may be of. */
export const branchesOf = (schema: Node): Node[] =>
  Array.isArray(schema.oneOf) ? schema.oneOf.flatMap((branch) => flatBranch(view(branch))) : [];

/** A choice within a choice is one longer choice: an action is one of six, not one of one. */
function flatBranch(branch: Node): Node[] {
  return Array.isArray(branch.oneOf) && branch['x-editor'] === undefined ? branchesOf(branch) : [branch];
}

function typeFits(type: unknown, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isNode(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case undefined:
      return true;
    default:
      return typeof value === type;
  }
}

/** How well a value is of this kind: 0 for not at all. Looks at shape only, so that a half-written value has a kind. */
function fit(branch: Node, value: unknown): number {
  if ('const' in branch) return branch.const === value ? 4 : 0;
  if (Array.isArray(branch.enum)) return branch.enum.includes(value) ? 3 : 0;
  if (!typeFits(branch.type, value)) return 0;
  if (typeof branch.pattern === 'string' && typeof value === 'string') {
    return new RegExp(branch.pattern, 'u').test(value) ? 3 : 0;
  }
  if (!isNode(value)) return 1;
  const properties = propertiesOf(branch);
  const names = new Set(properties.map(({ name }) => name));
  const tags = properties.filter(({ node }) => 'const' in node && typeof node.const === 'string');
  if (tags.some(({ name, node }) => value[name] !== node.const)) return 0;
  const given = Object.keys(value);
  if (names.size > 0 && given.some((name) => !names.has(name))) return 0;
  const lacking = properties.filter(({ name, isRequired }) => isRequired && value[name] === undefined).length;
  return lacking === 0 ? 3 : given.length > 0 ? 1 / (1 + lacking) : 0;
}

/** Which of its kinds a value is; -1 for none. */
export function branchAt(branches: readonly Node[], value: unknown): number {
  let best = -1;
  let most = 0;
  branches.forEach((branch, index) => {
    const found = fit(branch, value);
    if (found > most) [best, most] = [index, found];
  });
  return best;
}

export type EditorName = string;

/** What a value of this schema is edited with: as it says itself, or by what it is. */
export function editorOf(node: Node): EditorName {
  if (typeof node['x-editor'] === 'string') return node['x-editor'];
  if ('const' in node) return typeof node.const === 'boolean' ? 'only' : 'fixed';
  if (Array.isArray(node.enum)) return 'choice';
  if (Array.isArray(node.oneOf)) return 'variant';
  if (node.type === 'boolean') return 'switch';
  if (node.type === 'integer' || node.type === 'number') return 'number';
  if (node.type === 'string') return typeof node['x-ref'] === 'string' ? 'reference' : 'text';
  if (node.type === 'array') return listEditor(node);
  if (node.type === 'object') return isNode(node.properties) || Array.isArray(node.allOf) ? 'object' : mapEditor(node);
  return 'json';
}

const mapEditor = (node: Node): EditorName => (isNode(node.additionalProperties) ? 'map' : 'json');

function listEditor(node: Node): EditorName {
  const items = view(node.items);
  const inner = editorOf(items);
  if (inner === 'choice') return 'choices';
  if (inner === 'reference' || typeof node['x-ref'] === 'string') return 'references';
  if (inner === 'text') return 'texts';
  return inner === 'fixed' || inner === 'json' ? 'json' : 'cards';
}
