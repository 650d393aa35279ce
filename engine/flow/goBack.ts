import { type Act, complete } from './acts.ts';
import { workingTimeBetween } from './calendar.ts';
import type { CompiledNode } from './compile.ts';
import { nodeTypes } from './nodes/registry.ts';
import { isWork } from './outcomes.ts';
import { refuse } from './refusal.ts';
import { cancelLater, mayResume, returnTargets, undoneBy } from './returns.ts';
import { chooseEdge, leaveBy, schedule } from './route.ts';
import type { Job, Run } from './run.ts';
import type { Refusal, Resume, Token } from './types.ts';
import { compensate } from './undo.ts';

/** What is left of the (working) time of a node that is gone back from. */
function timeLeft(run: Run, token: Token, node: CompiledNode): number | undefined {
  if (token.dueAt === undefined) return undefined;
  return workingTimeBetween(token.pausedAt ?? run.inputs.now, token.dueAt, node.deadline?.calendar);
}

/** Does it come straight back here? By the node's word, or by the person's where the node leaves it to them. */
function resumes(run: Run, token: Token, { node }: CompiledNode, to: string, asked: boolean | undefined): boolean {
  const how = isWork(node) ? (node.afterReturn ?? 'rerun') : 'rerun';
  const wanted = how === 'resume' || (how === 'choose' && asked === true);
  return wanted && mayResume(run.compiled, run.state, token, to);
}

/** The token goes to a node that was passed; what was passed since is undone as its nodes declare. */
export function bringBack(run: Run, token: Token, to: string, undone: readonly string[], resume?: Resume): void {
  const { scope, branch } = token;
  cancelLater(run, token, to);
  run.emit({ type: 'node_left', token: token.id, node: token.node, outcome: 'returned' });
  const job: Job = { node: to, scope, branch, back: true };
  schedule(run, resume ? { ...job, resume } : job);
  compensate(run, undone);
}

export function goBack(run: Run, act: Act): Refusal | undefined {
  const { token, node, by, reason = '', command } = act;
  const edge = command.to === undefined ? chooseEdge(run, node, 'returned') : undefined;
  const targets = returnTargets(run.compiled, run.state, token);
  const to = edge?.edge.to ?? command.to ?? targets[0];
  if (to === undefined || (!edge && !targets.includes(to))) return refuse('return_closed');
  const back = !edge && resumes(run, token, node, to, command.resume);
  const undone = back ? [to] : undoneBy(run.compiled, run.state, token, to);
  const left = timeLeft(run, token, node);
  complete(run, act, 'returned');
  const event = { type: 'returned' as const, from: node.key, to, by, reason, undone };
  run.emit(back ? { ...event, resume: true } : event);
  nodeTypes[node.node.type].onCancel?.(run, token, { code: 'returned', params: { to } });
  if (edge) {
    cancelLater(run, token, to);
    leaveBy(run, token, 'returned', edge);
    compensate(run, undone);
    return undefined;
  }
  const resume: Resume | undefined = back ? { node: node.key, ...(left === undefined ? {} : { left }) } : undefined;
  bringBack(run, token, to, undone, resume);
  return undefined;
}
