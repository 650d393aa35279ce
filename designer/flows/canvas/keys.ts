import { copySteps, cutSteps, pasteSteps } from '../clipboard.ts';
import { duplicateChosen, moveChosen, removeChosen } from '../deeds.ts';
import { type FlowEditor, type Id, isNodeId, keyOf } from '../editor.ts';
import { startLink } from '../links.ts';
import { type Direction, itemsOf, neighbour } from './walk.ts';

/** Everything that the mouse does on the canvas is done by these keys too. */

function go(editor: FlowEditor, to: Id | undefined, event: KeyboardEvent): void {
  if (to === undefined) return;
  const before = editor.selection.value;
  if (event.shiftKey) editor.select([...new Set([...before, editor.current.value, to])].filter((id) => isNodeId(id)));
  else editor.choose(to);
  editor.current.value = to;
  void editor.focus(to);
}

type Deed = (editor: FlowEditor, event: KeyboardEvent) => void | Promise<void>;
const walk =
  (direction: Direction): Deed =>
  (editor, event) =>
    go(editor, neighbour(editor.picture.value, editor.current.value, direction), event);
const add: Deed = (editor) => {
  const slot = editor.slotAfter(editor.current.value);
  if (slot !== undefined) editor.adding.value = slot;
};
const chosen = (editor: FlowEditor): void => {
  if (!editor.selection.value.includes(editor.current.value) && editor.exists(editor.current.value)) {
    editor.choose(editor.current.value);
  }
};
/** What is gone hands the keyboard to what stood above it. */
const remove: Deed = async (editor) => {
  chosen(editor);
  const id = editor.current.value;
  const above = neighbour(editor.picture.value, id, 'up');
  removeChosen(editor);
  if (editor.exists(id)) return;
  editor.current.value =
    above !== undefined && editor.exists(above) ? above : (itemsOf(editor.picture.value)[0]?.id ?? '');
  await editor.focus();
};
const moveBy =
  (by: 1 | -1): Deed =>
  async (editor) => {
    chosen(editor);
    moveChosen(editor, by);
    await editor.focus();
  };

const plain: Record<string, Deed> = {
  ArrowDown: walk('down'),
  ArrowUp: walk('up'),
  ArrowLeft: walk('left'),
  ArrowRight: walk('right'),
  Home: (editor, event) => go(editor, itemsOf(editor.picture.value)[0]?.id, event),
  '+': add,
  '=': add,
  Insert: add,
  Delete: remove,
  Backspace: remove,
  F2: (editor) => {
    if (isNodeId(editor.current.value)) editor.naming.value = keyOf(editor.current.value);
  },
  Escape: (editor) => {
    if (editor.moving.value !== undefined) editor.moving.value = undefined;
    else editor.select([]);
  },
  b: async (editor) => {
    if (isNodeId(editor.current.value)) editor.addBranch(keyOf(editor.current.value));
    await editor.focus();
  },
  c: (editor, event) => {
    if (!editor.exists(editor.current.value)) return;
    startLink(editor, editor.current.value, event.shiftKey ? 'from' : 'to');
  },
  h: (editor) => editor.take('hand'),
  v: (editor) => editor.take('select'),
  m: (editor) => {
    chosen(editor);
    if (editor.chosenNodes.length > 0) editor.moving.value = editor.chosenNodes;
  },
};
const withControl: Record<string, Deed> = {
  a: (editor) => editor.selectAll(),
  c: async (editor) => {
    chosen(editor);
    await copySteps(editor);
  },
  x: async (editor) => {
    chosen(editor);
    await cutSteps(editor);
  },
  v: (editor) => pasteSteps(editor),
  d: (editor) => {
    chosen(editor);
    duplicateChosen(editor);
  },
  ' ': (editor) => editor.choose(editor.current.value, 'toggle'),
};
const withAlt: Record<string, Deed> = {
  ArrowUp: moveBy(-1),
  ArrowDown: moveBy(1),
  ArrowLeft: moveBy(-1),
  ArrowRight: moveBy(1),
};

/** True where the key was one of these. */
export function flowKey(editor: FlowEditor, event: KeyboardEvent): boolean {
  const isControl = event.ctrlKey || event.metaKey;
  const deeds = isControl ? withControl : event.altKey ? withAlt : plain;
  const deed = deeds[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (deed === undefined || event.isComposing) return false;
  event.preventDefault();
  event.stopPropagation();
  void deed(editor, event);
  return true;
}
