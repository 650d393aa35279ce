import { copySelection, cutSelection, pasteHere } from '../clipboard.ts';
import type { FormEditor } from '../editor.ts';
import { type FormNode, LOOSE, REST } from '../model/tree.ts';

/** Everything that the mouse does on the canvas and in the outline is done by these keys too. */

const isSeen = (node: FormNode | undefined): boolean => node !== undefined && node.id !== LOOSE && node.id !== REST;

/** The next one that the keyboard may stand on, in the order of the form. */
function neighbour(editor: FormEditor, step: 1 | -1): string | undefined {
  const { order, byId } = editor.tree.value;
  const at = order.indexOf(editor.current.value);
  const start = at < 0 ? (step === 1 ? -1 : order.length) : at;
  for (let index = start + step; index >= 0 && index < order.length; index += step) {
    const id = order[index] ?? '';
    // Columns are entered with the arrow to the right.
    const isInside = byId.get(id)?.kind === 'column' && byId.get(editor.current.value)?.kind !== 'column';
    if (isSeen(byId.get(id)) && !isInside) return id;
  }
  return undefined;
}

function edge(editor: FormEditor, last: boolean): string | undefined {
  const { order, byId } = editor.tree.value;
  const ids = order.filter((id) => isSeen(byId.get(id)));
  return last ? ids.at(-1) : ids[0];
}

function go(editor: FormEditor, id: string | undefined, event: KeyboardEvent): void {
  if (id === undefined) return;
  editor.choose(id, event.shiftKey ? 'range' : 'alone');
  const node = editor.tree.value.byId.get(id);
  // A column has no place of its own for the focus: it is said instead.
  if (node?.kind === 'column') editor.say(`${editor.nameOf(id)}, ${editor.whereIs(id)}`);
}

function inward(editor: FormEditor, event: KeyboardEvent): void {
  const node = editor.tree.value.byId.get(editor.current.value);
  go(editor, node?.kind === 'column' ? neighbour(editor, 1) : (node?.children[0]?.id ?? neighbour(editor, 1)), event);
}

function outward(editor: FormEditor, event: KeyboardEvent): void {
  const { parentOf, byId } = editor.tree.value;
  const node = byId.get(editor.current.value);
  const parent = node === undefined ? undefined : parentOf.get(node.id);
  const isFirst = node !== undefined && parent?.children[0] === node;
  if (node?.kind === 'column' && isFirst) go(editor, parent.id, event);
  else go(editor, neighbour(editor, -1), event);
}

type Deed = (editor: FormEditor, event: KeyboardEvent) => void | Promise<void>;

const plain: Record<string, Deed> = {
  ArrowDown: (editor, event) => go(editor, neighbour(editor, 1), event),
  ArrowUp: (editor, event) => go(editor, neighbour(editor, -1), event),
  ArrowRight: inward,
  ArrowLeft: outward,
  Home: (editor, event) => go(editor, edge(editor, false), event),
  End: (editor, event) => go(editor, edge(editor, true), event),
  Enter: (editor) => editor.rename(editor.current.value),
  F2: (editor) => editor.rename(editor.current.value),
  ' ': (editor, event) => editor.choose(editor.current.value, event.ctrlKey ? 'toggle' : 'alone'),
  Delete: (editor) => editor.remove(),
  Backspace: (editor) => editor.remove(),
  Escape: (editor) => editor.selectParent(),
  m: (editor) => {
    if (editor.selection.value.length > 0) editor.dialog.value = 'move';
  },
  '+': (editor) => {
    editor.dialog.value = 'add';
  },
  a: (editor) => {
    editor.dialog.value = 'add';
  },
};

const withControl: Record<string, Deed> = {
  a: (editor) => editor.selectAll(),
  c: copySelection,
  x: cutSelection,
  v: pasteHere,
  d: (editor) => editor.duplicate(),
  ' ': (editor) => editor.choose(editor.current.value, 'toggle'),
};

const withAlt: Record<string, Deed> = {
  ArrowUp: (editor) => editor.moveBy(-1),
  ArrowDown: (editor) => editor.moveBy(1),
  ArrowLeft: (editor) => editor.moveBy(-1),
  ArrowRight: (editor) => editor.moveBy(1),
};

/** True where the key was one of these. */
export async function formKey(editor: FormEditor, event: KeyboardEvent): Promise<boolean> {
  const isControl = event.ctrlKey || event.metaKey;
  const deeds = isControl ? withControl : event.altKey ? withAlt : plain;
  const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (deed === undefined || event.isComposing) return false;
  event.preventDefault();
  event.stopPropagation();
  await deed(editor, event);
  return true;
}
