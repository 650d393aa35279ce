import type { Command } from '../../draft/types.ts';
import { fieldId } from '../model/tree.ts';
import { addField, type NewField } from './addField.ts';

/** A new column of a sub-table; `index` left out: the last. */
export function addColumn({
  table,
  index,
  ...field
}: Omit<NewField, 'at'> & { table: string; index?: number }): Command {
  const command = addField({ ...field, at: { parent: fieldId(table), index: index ?? Number.MAX_SAFE_INTEGER } });
  return { ...command, label: { 'zh-CN': '添加列', en: 'Add column' } };
}
