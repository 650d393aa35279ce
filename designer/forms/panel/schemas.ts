import { SCHEMAS } from '../../../engine/definition/structure/schemas.ts';
import type { FormNode } from '../model/tree.ts';

type Node = Readonly<Record<string, unknown>>;

function at(value: unknown, path: readonly string[]): Node {
  let found: unknown = value;
  for (const step of path) found = (found as Record<string, unknown> | undefined)?.[step];
  return (found ?? {}) as Node;
}

const form = SCHEMAS['form.schema.json'];

const places: Record<string, readonly string[]> = {
  section: ['$defs', 'section'],
  block: ['$defs', 'block'],
  tab: ['$defs', 'tabs', 'properties', 'tabs', 'items'],
  step: ['$defs', 'steps', 'properties', 'steps', 'items'],
};

/** The schema of what is selected, out of the schemas themselves. */
export function schemaFor(node: FormNode): Node | string | undefined {
  if (node.field !== undefined) return `fields/${node.field.type}`;
  const place = places[node.kind];
  return place === undefined ? undefined : at(form, place);
}

export const formProperties: ReadonlySet<string> = new Set(Object.keys(at(form, ['properties'])));

/** Only these properties of a form, as a schema of their own. */
export function formPart(names: readonly string[]): Node {
  const properties = at(form, ['properties']);
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, properties[name]])) };
}

/** What other places edit: names and types by commands of their own, lists by dragging. */
export const elsewhere = ['key', 'type', 'fields', 'parts', 'block'];
