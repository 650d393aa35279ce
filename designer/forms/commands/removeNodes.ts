import { create } from 'mutative';
import type { FormDefinition } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { fieldsIn, takeOut, tidied } from '../model/arrange.ts';
import { formCommand } from '../model/edit.ts';
import { mentionsOf, withoutMentions } from '../model/references.ts';
import { type FormNode, outermost, treeOf } from '../model/tree.ts';
import { leavesNoColumn } from './moveNodes.ts';

function pathsGone(nodes: readonly FormNode[], form: FormDefinition): Set<string> {
  const paths = new Set(nodes.flatMap((node) => (node.kind === 'column' ? [node.key] : fieldsIn(node))));
  for (const field of form.fields) {
    if (field.type !== 'table' || !paths.has(field.key)) continue;
    for (const { key } of field.fields) paths.add(`${field.key}.${key}`);
  }
  return paths;
}

/** What is selected when they are gone: the next one, else the one before, else what they stood in. */
function neighbour(form: FormDefinition, nodes: readonly FormNode[]): string[] {
  const tree = treeOf(form);
  const gone = new Set(nodes.map(({ id }) => id));
  const last = nodes.at(-1);
  const parent = last === undefined ? undefined : tree.parentOf.get(last.id);
  if (last === undefined || parent === undefined) return [];
  const index = parent.children.indexOf(last);
  const left = (node: FormNode): boolean => !gone.has(node.id) && node.kind !== 'rest';
  const next = parent.children.slice(index + 1).find(left) ?? parent.children.slice(0, index).findLast(left);
  return next === undefined ? (parent.kind === 'form' || parent.key === '' ? [] : [parent.id]) : [next.id];
}

export function removed(before: FormDefinition, nodes: readonly string[]): FormDefinition {
  const tree = treeOf(before);
  const chosen = outermost(tree, nodes);
  const paths = pathsGone(chosen, before);
  const after = create(before, (draft) => {
    takeOut(draft, tree, chosen, () => false);
    const within = new Set(chosen.filter(({ field }) => field === undefined).flatMap(fieldsIn));
    if (within.size > 0) draft.fields = draft.fields.filter(({ key }) => !within.has(key)) as never;
  });
  return withoutMentions(titled(tidied(after), paths), paths);
}

/** A record is called by the next text of its form, where the one that it was called by is gone. */
function titled(form: FormDefinition, gone: ReadonlySet<string>): FormDefinition {
  const { title, ...rest } = form;
  if (title === undefined || !gone.has(title)) return form;
  const next = form.fields.find(({ type }) => type === 'serial') ?? form.fields.find(({ type }) => type === 'text');
  return next === undefined ? rest : { ...form, title: next.key };
}

/** What would still name them: pointers into the form, for the message and its jumps. */
export function mentionsLeft(form: FormDefinition, nodes: readonly string[]): string[] {
  const paths = pathsGone(outermost(treeOf(form), nodes), form);
  return mentionsOf(removed(form, nodes), paths);
}

/** Parts go with what is in them. Layout, list columns and rights are cleaned; formulas and rules that name them are not. */
export function removeNodes({ form, nodes }: { form: string; nodes: readonly string[] }): Command {
  return formCommand(form, { 'zh-CN': '删除', en: 'Delete' }, (before) => {
    const chosen = outermost(treeOf(before), nodes);
    if (chosen.length === 0 || leavesNoColumn(before, nodes)) return { form: before };
    return { form: removed(before, nodes), selection: neighbour(before, chosen) };
  });
}
