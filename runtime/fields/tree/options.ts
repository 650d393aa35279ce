import type { Field } from '../../../engine/form/index.ts';
import type { OptionView } from '../../../engine/wire.ts';
import type { FormStore } from '../../form/store.ts';
import { text } from '../../i18n/index.ts';
import { findOptions } from '../choices.ts';

/** A node as Element Plus's trees and cascades take it. */
export interface TreeNode {
  value: string;
  label: string;
  disabled?: boolean;
  children?: TreeNode[];
}

interface OwnOption {
  key: string;
  label: Parameters<typeof text>[0];
  disabled?: boolean;
  children?: OwnOption[];
}

/** What linkage leaves stays with all that leads to it. */
function ownNodes(options: readonly OwnOption[], left: readonly string[] | undefined): TreeNode[] {
  return options.flatMap(({ key, label, disabled, children }) => {
    const below = children && ownNodes(children, left);
    const isLeft = left === undefined || left.includes(key);
    if (!isLeft && !below?.length) return [];
    const node: TreeNode = { value: key, label: text(label), disabled: disabled === true || !isLeft };
    return [below?.length ? { ...node, children: below } : node];
  });
}

/** Records as a tree: each lies beneath the one that its parent names; what names nobody that is there is a root. */
export function grown(found: readonly OptionView[]): TreeNode[] {
  const nodes = new Map(found.map(({ value, label }) => [value, { value, label } as TreeNode]));
  const roots: TreeNode[] = [];
  for (const { value, parent } of found) {
    const node = nodes.get(value);
    const above = parent && !leadsTo(parent, value, found) ? nodes.get(parent) : undefined;
    if (!node) continue;
    if (above) (above.children ??= []).push(node);
    else roots.push(node);
  }
  return roots;
}

/** A ring of parents has no root: who is above itself stands at the top. */
function leadsTo(from: string, to: string, found: readonly OptionView[]): boolean {
  const parents = new Map(found.map(({ value, parent }) => [value, parent]));
  const seen = new Set<string>();
  for (let at: string | null | undefined = from; at && !seen.has(at); at = parents.get(at)) {
    if (at === to) return true;
    seen.add(at);
  }
  return false;
}

/** The tree to choose from: the definition's own, or the records of its form. */
export async function treeNodes(store: FormStore, field: Field, path: string): Promise<TreeNode[]> {
  if (!('options' in field)) return [];
  if (!Array.isArray(field.options)) return grown(await findOptions(store, path, ''));
  return ownNodes(field.options as OwnOption[], store.session.options(path));
}

/** The values from the top down to a node. */
export function pathTo(value: string, nodes: readonly TreeNode[]): string[] | undefined {
  for (const node of nodes) {
    if (node.value === value) return [value];
    const below = node.children && pathTo(value, node.children);
    if (below) return [node.value, ...below];
  }
  return undefined;
}
