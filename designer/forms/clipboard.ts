import { t } from '../../runtime/i18n/index.ts';
import { copyPart, pastePart } from '../editors/clipboard.ts';
import { pasteNodes } from './commands/pasteNodes.ts';
import type { FormEditor } from './editor.ts';
import { arePieces, piecesOf } from './model/fragment.ts';

/** Pieces of forms, from one form and one app to another. */
const PIECES = 'form-pieces';

export async function copySelection(editor: FormEditor): Promise<void> {
  const ids = editor.selection.value;
  if (ids.length === 0) return;
  editor.say(t('forms.said.copied', { what: editor.namesOf(ids) }));
  await copyPart(PIECES, piecesOf(editor.form.value, ids));
}

export async function cutSelection(editor: FormEditor): Promise<void> {
  await copySelection(editor);
  editor.remove();
}

/** After what is selected. */
export async function pasteHere(editor: FormEditor): Promise<void> {
  const pieces = await pastePart(PIECES);
  if (!arePieces(pieces)) {
    editor.say(t('forms.said.nothingToPaste'));
    return;
  }
  const after = editor.selection.value.at(-1);
  editor.run(pasteNodes({ form: editor.key, pieces, ...(after === undefined ? {} : { after }) }));
  editor.say(t('forms.said.pasted', { what: editor.namesOf(editor.selection.value) }));
}
