import type { FormEditor } from '../editor.ts';
import { isAllowed, mayHold, type Thing, thingOf } from '../model/place.ts';
import { type FormNode, outermost } from '../model/tree.ts';
import { type PaletteThing, paletteThings, thingWords } from '../palette/things.ts';

/** What is on its way by pointer: nodes of this form, or something new from the palette. The data of the drag is plain. */
export type Carried = { kind: 'nodes'; ids: readonly string[] } | { kind: 'new'; thing: PaletteThing };

const MARK = 'form-designer';

export const dragData = (editor: FormEditor, carried: Carried): Record<string, unknown> => ({
  [MARK]: editor.key,
  ...(carried.kind === 'nodes' ? { ids: carried.ids } : { thing: carried.thing.name }),
});

/** What a drag carries for this form; undefined where it is not one of ours. */
export function carriedBy(editor: FormEditor, data: Record<string | symbol, unknown>): Carried | undefined {
  if (data[MARK] !== editor.key) return undefined;
  if (Array.isArray(data.ids)) return { kind: 'nodes', ids: data.ids.map(String) };
  const thing = paletteThings().find(({ name }) => name === data.thing);
  return thing === undefined ? undefined : { kind: 'new', thing };
}

const movedNodes = (editor: FormEditor, carried: Carried): FormNode[] =>
  carried.kind === 'nodes' ? outermost(editor.tree.value, carried.ids) : [];

export function thingsOf(editor: FormEditor, carried: Carried): Thing[] {
  return carried.kind === 'new' ? [carried.thing.as] : movedNodes(editor, carried).map(thingOf);
}

/** Whether this container may take it, for the landing. */
export function holdsIn(editor: FormEditor, carried: Carried): (container: FormNode) => boolean {
  const things = thingsOf(editor, carried);
  const moved = movedNodes(editor, carried);
  return (container) =>
    things.length > 0 &&
    things.every((thing) => mayHold(container, thing)) &&
    (carried.kind === 'new' || isAllowed(editor.tree.value, { parent: container.id, index: 0 }, moved));
}

export const carriedWords = (editor: FormEditor, carried: Carried): string =>
  carried.kind === 'new' ? thingWords(carried.thing) : editor.namesOf(carried.ids);

export function drop(editor: FormEditor, carried: Carried, to: { parent: string; index: number }): void {
  if (carried.kind === 'nodes') editor.move(carried.ids, to);
  else editor.add(carried.thing, to);
}
