import type { Command } from '../../draft/types.ts';
import { setProperty } from './setProperty.ts';

/** Columns of its section that each field takes; undefined: as its type is. */
export function setSpan({
  form,
  nodes,
  span,
}: {
  form: string;
  nodes: readonly string[];
  span: number | undefined;
}): Command {
  const command = setProperty({ form, nodes, pointer: '/span', value: span });
  return { label: { 'zh-CN': '设置宽度', en: 'Set the width' }, execute: command.execute };
}
