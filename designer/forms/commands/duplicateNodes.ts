import type { Command } from '../../draft/types.ts';
import { formCommand } from '../model/edit.ts';
import { piecesOf, withPieces } from '../model/fragment.ts';
import { outermost, treeOf } from '../model/tree.ts';

/** Copies after the last of them, with keys of their own; what they say of each other follows. */
export function duplicateNodes({ form, nodes }: { form: string; nodes: readonly string[] }): Command {
  return formCommand(form, { 'zh-CN': '复制一份', en: 'Duplicate' }, (before) => {
    const last = outermost(treeOf(before), nodes).at(-1);
    return last === undefined ? { form: before } : withPieces(before, piecesOf(before, nodes), last.id);
  });
}
