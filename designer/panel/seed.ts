import type { Json } from '../draft/types.ts';
import { text } from '../i18n/index.ts';
import { nextKey } from '../keys/keys.ts';
import type { PanelContext } from './context.ts';
import { choicesFor } from './references.ts';
import { branchesOf, editorOf, labelOf, type Node, propertiesOf, view } from './schema.ts';

const isObject = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function keysOf(list: readonly Json[]): Set<string> {
  return new Set(list.flatMap((one) => (isObject(one) && typeof one.key === 'string' ? [one.key] : [])));
}

const stemOf = (node: Node): string => {
  const title = String(node.title ?? 'item');
  return (
    title
      .replace(/(Definition|Node|Field|View)$/, '')
      .replace(/([a-z])([A-Z])/g, '$1_$2')
      .toLowerCase() || 'item'
  );
};

interface Birth {
  context: PanelContext;
  pointer: string;
  root: Json | undefined;
  list: readonly Json[];
  depth: number;
}

function object(node: Node, birth: Birth): Json | undefined {
  const made: { [key: string]: Json } = {};
  for (const { name, node: property, isRequired } of propertiesOf(node)) {
    if (!isRequired) continue;
    const value =
      name === 'key'
        ? nextKey(stemOf(node), keysOf(birth.list))
        : name === 'label'
          ? `${text(labelOf(node, stemOf(node)))} ${birth.list.length + 1}`
          : born(property, { ...birth, pointer: `${birth.pointer}/${name}`, list: [] });
    if (value !== undefined) made[name] = value;
  }
  return Object.keys(made).length > 0 ? made : undefined;
}

/** What a thing of this kind is at birth: what it must have, as far as that can be known. */
function born(node: Node, birth: Birth): Json | undefined {
  if (birth.depth > 6) return undefined;
  const deeper = { ...birth, depth: birth.depth + 1 };
  if ('const' in node) return node.const as Json;
  switch (editorOf(node)) {
    case 'choice':
      return Array.isArray(node.enum) ? (node.enum[0] as Json) : undefined;
    case 'switch':
      return false;
    case 'object':
      return object(node, deeper);
    case 'variant': {
      const [first] = branchesOf(node);
      return first && born(first, deeper);
    }
    case 'reference':
      return choicesFor(String(node['x-ref']), { ...birth, say: text })[0]?.value;
    case 'references': {
      const reference = String(node['x-ref'] ?? view(node.items)['x-ref']);
      const first = choicesFor(reference, { ...birth, say: text })[0]?.value;
      return first === undefined ? undefined : [first];
    }
    case 'cards': {
      const item = born(view(node.items), deeper);
      return item === undefined ? undefined : [item];
    }
    default:
      return undefined;
  }
}

export function seed(
  node: Node,
  context: PanelContext,
  pointer: string,
  root: Json | undefined,
  list: readonly Json[] = [],
): Json | undefined {
  return born(node, { context, pointer, root, list, depth: 0 });
}

/** The same once more, under a key of its own. */
export function twin(value: Json, list: readonly Json[]): Json {
  if (!isObject(value)) return value;
  if (typeof value.key !== 'string') return { ...value };
  return { ...value, key: nextKey(value.key.replace(/_\d+$/, ''), keysOf(list)) };
}
