import type { CompiledFlow } from './compile.ts';
import { excluded } from './people.ts';
import { type Receiver, receiverOf, standIn } from './proxies.ts';
import { type RefusalCode, refuse } from './refusal.ts';
import type { Run } from './run.ts';
import type { FlowEventData, FlowState, HandOver, OpenTask, Refusal } from './types.ts';

/** Who did it and why, as far as it was said. */
function told(run: Run, { reason }: HandOver): { by?: string; reason?: string } {
  const { id } = run.inputs.actor;
  const text = reason?.trim();
  return { ...(id === undefined ? {} : { by: id }), ...(text ? { reason: text } : {}) };
}

/** Whom four eyes keep from this node. */
export function isApart(compiled: CompiledFlow, state: FlowState, key: string, user: string): boolean {
  const node = compiled.nodes.get(key);
  return node !== undefined && excluded(state, node).includes(user);
}

/** Why this task may not become that person's; undefined: it may. */
export function clash(compiled: CompiledFlow, state: FlowState, id: string, to: string): RefusalCode | undefined {
  const task = state.tasks.find((open) => open.id === id);
  const node = task && compiled.nodes.get(task.node);
  if (!task || !node) return 'task_gone';
  const isAskedToo = state.tasks.some(
    (open) => open.token === task.token && open.id !== id && open.kind === task.kind && open.assignee === to,
  );
  if (isAskedToo) return 'asked_here_too';
  return task.kind === 'work' && excluded(state, node).includes(to) ? 'separate_duties' : undefined;
}

type Taker = (Receiver & { refused?: undefined }) | { refused: RefusalCode };

/** Whoever stands in for somebody has their task beside an own one: a vote is that of whoever was asked. */
function takerOf(run: Run, task: OpenTask, { from, to, through }: HandOver): Taker {
  const node = run.node(task.node);
  // The role stays said: whoever stands in for the next one has to hold it too.
  if (to === undefined) {
    const { proxy, barred } = standIn(run, node, from, { through });
    if (proxy === undefined) return { refused: barred?.code ?? 'nothing_to_hand_over' };
    return { to: proxy, standsFor: from, why: { code: 'proxy', params: { for: from, ...through } } };
  }
  const refused = clash(run.compiled, run.state, task.id, to);
  if (refused) return { refused };
  const taker = receiverOf(run, node, to, from);
  return { ...taker, why: { code: 'handed_over', params: { for: from, ...through }, ...taker.why } };
}

function oneTask(run: Run, command: HandOver): Refusal | undefined {
  const { from, task: id } = command;
  const task = run.state.tasks.find((open) => open.id === id);
  if (!task) return refuse('task_gone');
  if (task.assignee !== from) return refuse('task_moved');
  const taker = takerOf(run, task, command);
  if (taker.refused) return refuse(taker.refused);
  const { to, standsFor, why = { code: 'handed_over' } } = taker;
  const event: Extract<FlowEventData, { type: 'task_handed_over' }> = {
    type: 'task_handed_over',
    task: task.id,
    node: task.node,
    from,
    to,
    ...told(run, command),
    why,
  };
  // Whose vote it is stays so, however often it is handed on.
  if (standsFor !== undefined) event.standsFor = task.standsFor ?? standsFor;
  run.emit(event);
  return undefined;
}

/** Nodes where somebody waits for their turn, or where whoever began has chosen them. */
export function placesOf(state: FlowState, user: string): string[] {
  const queued = state.tokens.filter(({ queue = [] }) => queue.some((next) => next.user === user));
  const chosen = Object.entries(state.chosen ?? {}).filter(([, people]) => people.includes(user));
  return [...new Set([...queued.map(({ node }) => node), ...chosen.map(([node]) => node)])];
}

/** Tasks that somebody has delegated: the answer comes back to them. */
export const delegatedBy = (state: FlowState, user: string): OpenTask[] =>
  state.tasks.filter(({ owner }) => owner === user);

function whatElse(run: Run, command: HandOver): Refusal | undefined {
  const { from, to, nodes } = command;
  if (to === undefined) return refuse('person_needed');
  const isHere = (node: string): boolean => nodes?.includes(node) ?? true;
  const owned = delegatedBy(run.state, from).filter(({ node }) => isHere(node));
  const places = placesOf(run.state, from).filter(isHere);
  if (owned.length === 0 && places.length === 0) return refuse('nothing_to_hand_over');
  const apart = [...owned.map(({ node }) => node), ...places].some((node) =>
    excluded(run.state, run.node(node), run).includes(to),
  );
  if (apart) return refuse('separate_duties');
  for (const { id: task, node } of owned) {
    const why = { code: 'handed_over', params: { for: from } };
    run.emit({ type: 'task_handed_over', task, node, from, to, owner: true, ...told(run, command), why });
  }
  if (places.length > 0) run.emit({ type: 'place_handed_over', from, to, nodes: places, ...told(run, command) });
  return undefined;
}

export function handOver(run: Run, command: HandOver): Refusal | undefined {
  const { actor } = run.inputs;
  const isAllowed = actor.kind === 'engine' || actor.roles.includes(run.compiled.context.admin);
  if (!isAllowed) return refuse('not_permitted');
  if (command.to === command.from) return refuse('person_needed');
  return command.task === undefined ? whatElse(run, command) : oneTask(run, command);
}
