import type { Label } from '../../engine/definition/index.ts';
import type { Json, JsonObject } from '../draft/types.ts';
import { step, stepsOf, valueAt } from '../panel/pointer.ts';
import { branchAt, branchesOf, isNode, type Node, propertiesOf, schemaOf, view } from '../panel/schema.ts';
import { labelOf } from '../shell/places.ts';

export interface OutlineItem {
  pointer: string;
  label: Label;
  /** What kind of element it is, where it says so. */
  hint: string;
}
export interface OutlineGroup {
  /** The list's own place. */
  pointer: string;
  label: Label;
  items: OutlineItem[];
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The lists and maps of things that a definition holds: nodes, edges, tiles, operations. */
export function outlineOf(schema: string, json: JsonObject): OutlineGroup[] {
  return propertiesOf(schemaOf(schema)).flatMap(({ name, node, label }): OutlineGroup[] => {
    const value = json[name];
    const pointer = step(name);
    if (Array.isArray(value) && value.some(isObject))
      return [
        { pointer, label, items: value.flatMap((item, index) => itemOf(item, `${pointer}${step(index)}`, index)) },
      ];
    if (isObject(value) && isNode(node.additionalProperties) && Object.values(value).every(isObject))
      return [
        {
          pointer,
          label,
          items: Object.entries(value).map(([key, item]) => ({
            pointer: `${pointer}${step(key)}`,
            label: labelOf(item) ?? key,
            hint: key,
          })),
        },
      ];
    return [];
  });
}

function itemOf(item: Json, pointer: string, index: number): OutlineItem[] {
  if (!isObject(item)) return [];
  const key = typeof item.key === 'string' ? item.key : '';
  const [first] = Object.keys(item);
  const flow = typeof item.from === 'string' && typeof item.to === 'string' ? `${item.from} → ${item.to}` : undefined;
  const hint = flow ?? (typeof item.type === 'string' ? item.type : '');
  return [{ pointer, label: labelOf(item) ?? (key || first || String(index + 1)), hint }];
}

/** The element of the outline that a place lies in: "/nodes/3/label" lies in "/nodes/3". */
export function elementAt(groups: readonly OutlineGroup[], pointer: string): OutlineItem | undefined {
  return groups
    .flatMap(({ items }) => items)
    .find((item) => pointer === item.pointer || pointer.startsWith(`${item.pointer}/`));
}

/** The part of the schema that describes this place of the definition. */
export function schemaAt(schema: string, json: JsonObject, pointer: string): Node {
  let node = schemaOf(schema);
  let at = '';
  for (const name of stepsOf(pointer)) {
    node = ofValue(node, valueAt(json, at));
    at += step(name);
    const property = propertiesOf(node).find((one) => one.name === name)?.node;
    node = property ?? view(node.items ?? node.additionalProperties);
  }
  return node;
}

/** Where there are several kinds, the one that the value is of. */
function ofValue(node: Node, value: Json | undefined): Node {
  const branches = branchesOf(node);
  return branches[branchAt(branches, value)] ?? node;
}
