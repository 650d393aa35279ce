import type { Assignee, Label } from '../definition/types.generated.ts';
import type { CompiledFlow, CompiledNode, CompiledSource } from './compile.ts';
import { isWork } from './outcomes.ts';
import type { Run } from './run.ts';
import type { Directory } from './types.ts';

/** A node for which whoever begins chooses the people, and among whom. */
export interface ChoiceSlot {
  node: string;
  label: Label;
  /** How many: none need be named where the node names others too. */
  min: number;
  max?: number;
  role?: string;
  department?: string;
  users?: readonly string[];
}

/** Every choice of the flow, in the order of its nodes. */
export function choiceSlots({ nodes }: Pick<CompiledFlow, 'nodes'>): ChoiceSlot[] {
  return [...nodes.values()].flatMap((node) => {
    const found = choiceOf(node);
    return found ? [slotOf(node, found)] : [];
  });
}

export function choiceOf(node: CompiledNode): CompiledSource | undefined {
  return sourcesOf(node).find(({ source }) => source.choice === true);
}

/** Copies beside work are for people who are known: only a node that copies has a choice of its own. */
function sourcesOf(node: CompiledNode): readonly CompiledSource[] {
  return node.node.type === 'cc' ? node.copy : node.assignees;
}

function slotOf(node: CompiledNode, { source }: CompiledSource): ChoiceSlot {
  const { role, department, users, max } = source;
  const slot: ChoiceSlot = { node: node.key, label: node.node.label ?? node.key, min: source.min ?? leastOf(node) };
  if (max !== undefined) slot.max = max;
  if (role !== undefined) slot.role = role;
  if (department !== undefined) slot.department = department;
  if (users !== undefined) slot.users = users;
  return slot;
}

/** Somebody, unless the node names others too. */
function leastOf(node: CompiledNode): number {
  return isWork(node.node) && sourcesOf(node).length === 1 ? 1 : 0;
}

/** Who may be chosen: whoever fits all that the source names; undefined where it names nothing. */
export function openToChoice(source: Assignee, directory: Directory): readonly string[] | undefined {
  const { role, department, users } = source;
  const lists = [
    role === undefined ? undefined : directory.members(role),
    department === undefined ? undefined : (directory.within?.(department) ?? []),
    users?.flatMap((login) => directory.byLogin(login) ?? []),
  ].filter((list) => list !== undefined);
  const [first, ...others] = lists;
  return first?.filter((id) => others.every((list) => list.includes(id)));
}

/** The one who began has chosen anew; what was chosen for other nodes stays. */
export function choose(run: Run, people: Record<string, string[]> | undefined): void {
  if (people === undefined || Object.keys(people).length === 0) return;
  const { id } = run.inputs.actor;
  run.emit(id === undefined ? { type: 'chosen', people } : { type: 'chosen', people, by: id });
}
