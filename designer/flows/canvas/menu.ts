import { isGate } from '../../../engine/flow/layout/graph.ts';
import type { MenuAction } from '../../editors/controls/ActionMenu.vue';
import { t } from '../../i18n/index.ts';
import { copySteps, cutSteps, pasteSteps } from '../clipboard.ts';
import { duplicateChosen, moveChosen, removeChosen } from '../deeds.ts';
import { type FlowEditor, type Id, isNodeId, keyOf } from '../editor.ts';
import { startLink } from '../links.ts';

const KEYS: Readonly<Record<string, string>> = {
  rename: 'F2',
  addAfter: '+',
  cut: 'Ctrl+X',
  copy: 'Ctrl+C',
  paste: 'Ctrl+V',
  duplicate: 'Ctrl+D',
  up: 'Alt+↑',
  down: 'Alt+↓',
  left: 'Alt+←',
  right: 'Alt+→',
  remove: 'Del',
  addBranch: 'B',
  connect: 'C',
};
const STEP = ['rename', 'addAfter', 'connect', 'cut', 'copy', 'paste', 'duplicate', 'up', 'down', 'moveTo', 'remove'];
const FIXED = ['rename', 'addAfter', 'connect', 'paste'];
const END = ['rename', 'remove'];
const BRANCH = ['addAfter', 'connect', 'paste', 'duplicate', 'left', 'right', 'remove'];

/** What can be done with a step or a branch, each with the keys that do the same. */
export function actionsOf(editor: FlowEditor, id: Id): MenuAction[] {
  const type = editor.flow.value.nodes.find(({ key }) => isNodeId(id) && key === keyOf(id))?.type;
  const node = editor.flow.value.nodes.find(({ key }) => key === keyOf(id));
  const ends = type === 'end' || type === 'route';
  const jump = type === 'route' ? ['connect'] : [];
  const names = !isNodeId(id) ? BRANCH : type === 'start' || type === 'join' ? FIXED : ends ? [...jump, ...END] : STEP;
  const splits = isNodeId(id) && isGate(node) && type !== 'foreach';
  return [...(splits ? ['addBranch'] : []), ...names].map((key) => ({
    key,
    label: t(`flows.act.${key}`),
    ...(KEYS[key] === undefined ? {} : { keys: KEYS[key] }),
    ...(key === 'remove' ? { danger: true } : {}),
  }));
}

/** Does it to what is selected, where this is part of that; else to this alone. */
export function actOn(editor: FlowEditor, id: Id, act: string): void {
  if (!editor.selection.value.includes(id)) editor.choose(id);
  switch (act) {
    case 'rename':
      editor.startNaming(keyOf(id));
      break;
    case 'addAfter':
      editor.ask(editor.slotAfter(id));
      break;
    case 'addBranch':
      editor.addBranch(keyOf(id));
      break;
    case 'connect':
      startLink(editor, id);
      break;
    case 'cut':
      void cutSteps(editor);
      break;
    case 'copy':
      void copySteps(editor);
      break;
    case 'paste':
      void pasteSteps(editor, editor.slotAfter(id));
      break;
    case 'duplicate':
      duplicateChosen(editor);
      break;
    case 'up':
    case 'left':
      moveChosen(editor, -1);
      break;
    case 'down':
    case 'right':
      moveChosen(editor, 1);
      break;
    case 'moveTo':
      editor.startMoving(editor.chosenNodes);
      break;
    default:
      removeChosen(editor);
  }
}
