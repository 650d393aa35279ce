import type { FlowDefinition } from '../../engine/definition/index.ts';
import type { Point } from '../../engine/flow/layout/picture.ts';
import { t } from '../i18n/index.ts';
import type { Handle } from './canvas/lead.ts';
import { addNode } from './edit/add.ts';
import type { Kind } from './edit/birth.ts';
import { type Choice, choicesBetween, choicesFrom, connect, leadTo, leaveFrom, refusedLine } from './edit/connect.ts';
import { edgeOf, nodeOf, type Outcome, refuse } from './edit/edit.ts';
import { pasteFragment } from './edit/move.ts';
import { sprout } from './edit/sprout.ts';
import { type FlowEditor, isNodeId, keyOf } from './editor.ts';
import { nameOf, outcomeWords } from './words.ts';

/** What is being led somewhere: which end of which line, and onto which node as soon as that is known. */
export interface Linking {
  handle: Handle;
  node?: string;
  /** Let go where there is nothing, at this place of the screen: what is put there is asked. */
  ground?: Point;
  /** What is put there. */
  growth?: Growth;
}
/** A new step, or what was copied. */
export type Growth = Kind | 'paste';

/** The two nodes between which the line is then. */
function between(editor: FlowEditor, handle: Handle, node: string): { from: string; to: string } {
  if ('from' in handle) return { from: handle.from, to: node };
  const edge = edgeOf(editor.flow.value, handle.edge);
  const { from = '', to = '' } = edge ?? {};
  return handle.end === 'to' ? { from, to: node } : { from: node, to };
}

/** On what the line can leave its node; nothing has to be said of an end that is led elsewhere. */
export function choicesOf(editor: FlowEditor, { handle, node, growth }: Linking): Choice[] {
  if (growth !== undefined && 'from' in handle) {
    return choicesFrom(editor.flow.value, handle.from, editor.draft.value).filter(({ how }) => how !== 'jump');
  }
  if (node === undefined || ('end' in handle && handle.end === 'to')) return [];
  const { from, to } = between(editor, handle, node);
  const isMoved = 'end' in handle;
  return choicesBetween(editor.flow.value, from, to, editor.draft.value).filter(
    ({ how, edge }) => !isMoved || (how !== 'jump' && edge !== handle.edge),
  );
}

/** Why this end cannot be led onto this node, in words. */
export function refusalOf(editor: FlowEditor, handle: Handle, node: string): string | undefined {
  const { from, to } = between(editor, handle, node);
  const refused = refusedLine(editor.flow.value, from, to);
  if (refused !== undefined) return t(`flows.refused.${refused}`);
  const edge = 'edge' in handle ? edgeOf(editor.flow.value, handle.edge) : undefined;
  const isSame = edge !== undefined && edge.from === from && edge.to === to;
  const hasWay = ('end' in handle && handle.end === 'to') || choicesOf(editor, { handle, node }).length > 0;
  return isSame || !hasWay ? t('flows.refused.already') : undefined;
}

/** How a choice reads, and what it does to what is there. */
export function choiceWords(
  editor: FlowEditor,
  from: string,
  choice: Choice,
  isGrowing = false,
): { label: string; hint?: string } {
  const { flow } = editor;
  const label =
    choice.how === 'new' && choice.id === 'branch'
      ? t('flows.addBranch')
      : outcomeWords(nodeOf(flow.value, from), choice.outcome, editor.draft.value);
  const edge = edgeOf(flow.value, choice.edge ?? '');
  const to = nameOf(flow.value, edge?.to ?? '');
  if (choice.how === 'when' && edge !== undefined) return { label, hint: t('flows.link.when', { to }) };
  if (choice.how === 'instead') return { label, hint: t(`flows.link.${isGrowing ? 'before' : 'instead'}`, { to }) };
  return choice.how === 'new' && choice.id !== 'branch' ? { label, hint: t('flows.link.free') } : { label };
}

function done(editor: FlowEditor, { handle, node = '' }: Linking, choice: Choice | undefined): void {
  const { from, to } = between(editor, handle, node);
  const flow = editor.flow.value;
  const words = t('flows.said.linked', { from: nameOf(flow, from), to: nameOf(flow, to) });
  const isDone = editor.run(
    'way',
    (now) => {
      if ('end' in handle && handle.end === 'to') return leadTo(now, handle.edge, to);
      if (choice === undefined) return { refused: 'already' };
      return 'end' in handle ? leaveFrom(now, handle.edge, from, choice) : connect(now, from, to, choice);
    },
    words,
  );
  const [id] = editor.selection.value;
  const isOpen = choice?.how === 'when' && id !== undefined && edgeOf(editor.flow.value, keyOf(id))?.when === undefined;
  if (isDone && isOpen) editor.askCondition(keyOf(id));
  else void editor.focus(id);
}

/** Leads it onto the node, or asks first on what it leaves, where that could be more than one thing. */
export function link(editor: FlowEditor, linking: Linking, choice?: Choice): void {
  const { handle, node } = linking;
  if (node === undefined) {
    editor.startLinking(linking);
    return;
  }
  const why = refusalOf(editor, handle, node);
  if (why !== undefined) {
    editor.refuse(why);
    return;
  }
  const choices = choicesOf(editor, linking);
  const isClear = choice !== undefined || choices.length < 2;
  editor.startLinking(isClear ? undefined : linking);
  if (isClear) done(editor, linking, choice ?? choices[0]);
}

/** "Connect to…" of a node; of a line: where it shall lead, or from where. */
export function startLink(editor: FlowEditor, id: string, end: 'from' | 'to' = 'to'): void {
  const key = keyOf(id);
  if (!isNodeId(id)) {
    if (edgeOf(editor.flow.value, key) !== undefined) editor.startLinking({ handle: { edge: key, end } });
    return;
  }
  if (nodeOf(editor.flow.value, key)?.type === 'end') editor.refuse(t('flows.refused.end_leads'));
  else editor.startLinking({ handle: { from: key } });
}

/** A line let go where there is nothing: what shall stand there is asked. Its beginning is not looked for in the void. */
export function dropOnGround(editor: FlowEditor, handle: Handle, ground: Point): void {
  if ('end' in handle && handle.end === 'from') return;
  const isJump = 'from' in handle && nodeOf(editor.flow.value, handle.from)?.type === 'route';
  if (isJump) editor.refuse(t('flows.refused.leads_nowhere'));
  else editor.startLinking({ handle, ground });
}

/** Puts it there, joined to where the line comes from; asks first on what it leaves, where that could be more than one thing. */
export function grow(editor: FlowEditor, linking: Linking, growth: Growth, choice?: Choice): void {
  const { handle } = linking;
  const from = 'from' in handle ? handle.from : (edgeOf(editor.flow.value, handle.edge)?.from ?? '');
  const choices = choicesOf(editor, { ...linking, growth });
  if (choice === undefined && choices.length > 1) {
    editor.startLinking({ ...linking, growth });
    return;
  }
  editor.startLinking(undefined);
  const { around } = editor;
  const { value: pieces } = editor.clipboard;
  const put = (flow: FlowDefinition, slot: readonly string[]): Outcome => {
    if (growth !== 'paste') return addNode(flow, growth, slot, around);
    return pieces === undefined ? refuse('leads_nowhere') : pasteFragment(flow, pieces, slot);
  };
  const own = choice ?? choices[0];
  const before = new Set(editor.flow.value.edges.map(({ key }) => key));
  const isDone = editor.grow(growth, from, (flow) => {
    if ('edge' in handle) return put(flow, [handle.edge]);
    return own === undefined ? refuse('leads_nowhere') : sprout(flow, from, own, put);
  });
  const drawn = editor.flow.value.edges.find((edge) => edge.from === from && !before.has(edge.key));
  if (isDone && own?.how === 'when' && drawn?.when === undefined) editor.askLater(drawn?.key);
}
