import { create, type Draft } from 'mutative';
import type { FormDefinition } from '../../../engine/definition/index.ts';
import type { Command, Json } from '../../draft/types.ts';
import { withLayout } from '../model/arrange.ts';
import { formCommand } from '../model/edit.ts';
import { LOOSE, treeOf } from '../model/tree.ts';

export interface Setting {
  form: string;
  /** One or several nodes; 'form' for the form itself. */
  nodes: readonly string[];
  /** JSON pointer within the node: "/label", "/options/0/label/en". */
  pointer: string;
  /** undefined takes the property away. */
  value: Json | undefined;
}

const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

type Container = Record<string, Json> | Json[];

/** What a thing is called by and what it is are changed by commands of their own. */
const fixed = new Set(['/key', '/type', '/fields', '/layout', '/tabs', '/steps', '/parts', '/block']);

function isOwn(container: Container, step: string): boolean {
  return Object.hasOwn(container, step);
}

/** Sets or removes; containers on the way are made. */
export function setAt(root: Container, path: readonly string[], value: Json | undefined): void {
  const [step = '', ...rest] = path;
  if (step === '__proto__' || step === 'constructor' || step === 'prototype') return;
  const container = root as Record<string, Json>;
  if (rest.length > 0) {
    const child = isOwn(root, step) ? container[step] : undefined;
    if (typeof child !== 'object' || child === null) {
      if (value === undefined) return;
      container[step] = {};
    }
    setAt(container[step] as Container, rest, value);
    return;
  }
  if (value !== undefined) container[step] = value;
  else if (Array.isArray(root)) root.splice(Number(step), 1);
  else delete container[step];
}

function setOn(form: FormDefinition, id: string, pointer: string, value: Json | undefined): FormDefinition {
  const laid = id === LOOSE ? withLayout(form) : form;
  const tree = treeOf(laid);
  const node = id === LOOSE ? tree.root.children[0] : tree.byId.get(id);
  if (node?.pointer === undefined || (node.field !== undefined && fixed.has(pointer))) return form;
  if (node.kind !== 'form' && fixed.has(pointer)) return form;
  return create(laid, (draft: Draft<FormDefinition>) =>
    setAt(draft as unknown as Container, [...steps(node.pointer ?? ''), ...steps(pointer)], value),
  );
}

/** One property of one or several things. Typing goes on as one step of undo. */
export function setProperty({ form, nodes, pointer, value }: Setting): Command {
  return formCommand(
    form,
    { 'zh-CN': '修改属性', en: 'Change a property' },
    (before) => ({ form: nodes.reduce((next, id) => setOn(next, id, pointer, value), before) }),
    `${form} ${nodes.join(' ')} ${pointer}`,
  );
}
