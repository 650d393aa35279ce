import type { Command } from '../../draft/types.ts';
import { formCommand } from '../model/edit.ts';
import { type Piece, withPieces } from '../model/fragment.ts';

/** Pieces of this form, another, or another app's, after what is selected. */
export function pasteNodes({
  form,
  pieces,
  after,
}: {
  form: string;
  pieces: readonly Piece[];
  after?: string;
}): Command {
  return formCommand(form, { 'zh-CN': '粘贴', en: 'Paste' }, (before) => withPieces(before, pieces, after));
}
