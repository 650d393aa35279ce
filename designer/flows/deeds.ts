import { isGate } from '../../engine/flow/layout/graph.ts';
import { t } from '../i18n/index.ts';
import { disconnect, moveBranch } from './edit/add.ts';
import { edgeOf, nodeOf } from './edit/edit.ts';
import { duplicateBranch, duplicateSteps } from './edit/move.ts';
import { removeBranch, removeSteps } from './edit/remove.ts';
import { spotOf } from './edit/spot.ts';
import { type FlowEditor, isNodeId, keyOf } from './editor.ts';

/** What is done to whatever is selected: steps with all that hangs on them, a branch, or a line. */

export function removeChosen(editor: FlowEditor): void {
  const [id] = editor.selection.value;
  if (id === undefined) return;
  const what = editor.namesOf(editor.selection.value);
  const before = editor.flow.value.nodes.length;
  const keys = editor.selection.value.map(keyOf);
  const isDone = isNodeId(id)
    ? editor.run('remove', (flow) => removeSteps(flow, keys, editor.published.value))
    : removeWay(editor, keyOf(id));
  if (!isDone) return;
  const n = before - editor.flow.value.nodes.length - (isNodeId(id) ? keys.length : 0);
  editor.say(t(n > 0 ? 'flows.said.removedMore' : 'flows.said.removed', { what, n }));
}

function removeWay(editor: FlowEditor, key: string): boolean {
  const from = edgeOf(editor.flow.value, key)?.from ?? '';
  const siblings = editor.tree.value.graph.out.get(from)?.length ?? 0;
  const isBranch = isGate(nodeOf(editor.flow.value, from)) && siblings > 1;
  return editor.run('remove', (flow) =>
    isBranch ? removeBranch(flow, key, editor.published.value) : disconnect(flow, [key]),
  );
}

export function duplicateChosen(editor: FlowEditor): void {
  const [id] = editor.selection.value;
  if (id === undefined) return;
  const words = t('flows.said.duplicated', { what: editor.namesOf(editor.selection.value) });
  const keys = editor.selection.value.map(keyOf);
  editor.run(
    'duplicate',
    (flow) => (isNodeId(id) ? duplicateSteps(flow, keys) : duplicateBranch(flow, keyOf(id))),
    words,
  );
}

/** A step before the one above it, or behind the one below it; a branch to the left or right. */
export function moveChosen(editor: FlowEditor, by: 1 | -1): void {
  const id = editor.selection.value.at(-1);
  if (id === undefined) return;
  if (!isNodeId(id)) {
    editor.run('order', (flow) => moveBranch(flow, keyOf(id), by));
    return;
  }
  const [flow, tree] = [editor.flow.value, editor.tree.value];
  const spot = spotOf(flow, keyOf(id), tree);
  const next = by === 1 ? spot?.onward[0]?.to : edgeOf(flow, spot?.entry[0] ?? '')?.from;
  const other = next === undefined ? undefined : spotOf(flow, next, tree);
  const slot = by === 1 ? other?.onward.map(({ key }) => key) : other?.entry;
  if (slot === undefined || slot.length === 0) editor.refuse(t('flows.refused.leads_nowhere'));
  else editor.move(editor.chosenNodes, slot);
}
