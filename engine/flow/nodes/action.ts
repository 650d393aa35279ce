import type { Json } from '../../expression/index.ts';
import type { ResolvedAction } from '../../rule/types.ts';
import type { CompiledNode } from '../compile.ts';
import { clearTimers, setDeadline } from '../deadlines.ts';
import { hasEdge, leave } from '../route.ts';
import type { Run } from '../run.ts';
import { cancelTasks } from '../tasks.ts';
import type { ResolvedCall, Token } from '../types.ts';
import type { NodeType } from './type.ts';

function callOf(action: Extract<ResolvedAction, { kind: 'call' }>): ResolvedCall {
  const call = `${action.connector}.${action.operation}`;
  return action.key === undefined ? { call, data: action.data } : { call, data: action.data, key: action.key };
}

/** Does the actions from `first` on. A call ends the round: the token stays until the other side has answered. */
function doFrom(run: Run, token: Token, node: CompiledNode, first: number): void {
  if (node.node.type !== 'action') return;
  const requested: { step: number; action: ResolvedAction }[] = [];
  for (const [step, definition] of node.node.do.entries()) {
    if (step < first) continue;
    const action = run.inputs.resolveAction(definition, run.facts, run.env);
    if (!action) continue;
    if (action.kind === 'set') run.setFields(node.key, action.set);
    else if (action.kind === 'call') {
      run.request(node.key, token.id, requested);
      setDeadline(run, token, node);
      const call = run.inputs.nextId();
      run.emit({ type: 'call_requested', call, token: token.id, node: node.key, step, action: callOf(action) });
      return;
    } else requested.push({ step, action });
  }
  run.request(node.key, token.id, requested);
  finish(run, token, node.normal);
}

function finish(run: Run, token: Token, outcome: string, why?: { code: string }): void {
  cancelTasks(run, token, why ?? { code: 'decided', params: { outcome } });
  clearTimers(run, token);
  leave(run, token, outcome, why ? { why } : {});
}

export const action: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'action') return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    doFrom(run, token, node, token.step ?? 0);
  },

  onOutcome(run, token, node, { outcome, why }) {
    const step = token.step ?? 0;
    if (why) finish(run, token, outcome, why);
    else if (outcome === node.normal) doFrom(run, token, node, step + 1);
    else if (hasEdge(node, outcome)) finish(run, token, outcome);
    else run.emit({ type: 'incident', token: token.id, node: node.key, code: 'call_failed', params: { outcome } });
  },

  onCancel(run, token, why) {
    cancelTasks(run, token, why);
    clearTimers(run, token);
  },
};

/** Puts the answer of a call where the action says, so that what follows knows it. */
export function saveAnswer(run: Run, token: Token, node: CompiledNode, answer: Json): void {
  // A sub-flow has one answer; an action one for each of its calls.
  const step = node.node.type === 'subflow' ? 0 : token.step;
  const save = step === undefined ? undefined : node.saves.get(step);
  if (save) run.setFields(node.key, save(run.factsWith({ answer }), run.env));
}
