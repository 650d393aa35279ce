import { t, text } from '../../../runtime/i18n/index.ts';
import { blockLabel } from '../commands/addBlock.ts';
import { partLabel } from '../commands/addPart.ts';
import { typeLabel } from './birth.ts';
import type { Place } from './place.ts';
import { type FormNode, type FormTree, LOOSE } from './tree.ts';

/** What sort of thing it is: "Text", "Section". */
export function kindOf(node: FormNode): string {
  if (node.field !== undefined) return text(typeLabel(node.field.type));
  if (node.block !== undefined) return text(blockLabel(node.block.block));
  if (node.kind === 'form') return t('forms.kind.form');
  if (node.kind === 'rest') return t('forms.kind.rest');
  return node.kind === 'field' || node.kind === 'column' || node.kind === 'block' ? '' : text(partLabel(node.kind));
}

/** What people call it; what has no words of its own is called what it is. */
export function nameOf(node: FormNode): string {
  if (node.id === LOOSE) return t('forms.kind.loose');
  const words = text(node.label);
  if (words !== '') return words.length > 40 ? `${words.slice(0, 39)}…` : words;
  return kindOf(node);
}

/** Where it would land: in what, after what. */
export function placeWords(tree: FormTree, place: Place, moved: readonly string[] = []): string {
  const container = tree.byId.get(place.parent);
  if (container === undefined) return '';
  const before = container.children.slice(0, place.index).findLast(({ id }) => !moved.includes(id));
  const inside = nameOf(container);
  return before === undefined
    ? t('forms.where.first', { in: inside })
    : t('forms.where.after', { in: inside, after: nameOf(before) });
}
