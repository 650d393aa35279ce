import type { Command } from '../../draft/types.ts';
import { setProperty } from './setProperty.ts';

/** Fields side by side in a section; the loose section of a form without a layout becomes one of its own. */
export function setColumns({ form, section, columns }: { form: string; section: string; columns: number }): Command {
  const command = setProperty({
    form,
    nodes: [section],
    pointer: '/columns',
    value: columns === 1 ? undefined : columns,
  });
  return { label: { 'zh-CN': '设置列数', en: 'Set columns' }, execute: command.execute };
}
