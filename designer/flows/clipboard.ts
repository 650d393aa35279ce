import { copyPart, pastePart } from '../editors/clipboard.ts';
import { t } from '../i18n/index.ts';
import { removeChosen } from './deeds.ts';
import type { Fragment } from './edit/fragment.ts';
import { fragmentOf, pasteFragment } from './edit/move.ts';
import type { FlowEditor } from './editor.ts';

/** Steps of flows, from one flow and one app to another. */
const STEPS = 'flow-steps';

export async function copySteps(editor: FlowEditor): Promise<boolean> {
  const fragment = fragmentOf(editor.flow.value, editor.chosenNodes);
  if (fragment === undefined) {
    editor.refuse(t('flows.refused.nothing_follows'));
    return false;
  }
  editor.keep(fragment);
  editor.say(t('flows.said.copied', { what: editor.namesOf(editor.selection.value) }));
  await copyPart(STEPS, fragment);
  return true;
}

export async function cutSteps(editor: FlowEditor): Promise<void> {
  if (await copySteps(editor)) removeChosen(editor);
}

/** Behind what the keyboard stands on, or onto a +. */
export async function pasteSteps(editor: FlowEditor, slot = editor.slotAfter(editor.current.value)): Promise<void> {
  const found = await pastePart(STEPS);
  const fragment = isFragment(found) ? found : editor.clipboard.value;
  if (fragment === undefined) editor.refuse(t('flows.said.nothingToPaste'));
  else if (slot === undefined) editor.refuse(t('flows.said.noPlace'));
  else if (editor.run('paste', (flow) => pasteFragment(flow, fragment, slot))) {
    editor.say(t('flows.said.pasted', { what: editor.namesOf(editor.selection.value) }));
  }
}

function isFragment(value: unknown): value is Fragment {
  if (typeof value !== 'object' || value === null) return false;
  const { nodes, edges, entry, onward, states } = value as Record<string, unknown>;
  const areLists = [nodes, edges, onward, states].every(Array.isArray);
  return areLists && typeof entry === 'string' && Array.isArray(nodes) && nodes.length > 0;
}
