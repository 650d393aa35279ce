import type { Json } from '../../expression/index.ts';
import type { CompiledNode } from '../compile.ts';
import { clearTimers, setDeadline } from '../deadlines.ts';
import { hasEdge, leave } from '../route.ts';
import type { Run } from '../run.ts';
import { cancelTasks } from '../tasks.ts';
import type { FlowEventData, Token, Why } from '../types.ts';
import type { NodeType } from './type.ts';

function request(run: Run, token: Token, node: CompiledNode): void {
  if (node.node.type !== 'subflow') return;
  const record = node.record?.(run.facts, run.env);
  const event: Extract<FlowEventData, { type: 'flow_requested' }> = {
    type: 'flow_requested',
    call: run.inputs.nextId(),
    token: token.id,
    node: node.key,
    form: node.node.form,
    data: node.data?.(run.facts, run.env) ?? {},
    waits: node.node.wait ?? true,
  };
  if (typeof record === 'string' && record !== '') event.record = record;
  run.emit(event);
}

/** The other flow still runs, and nobody waits for it any longer. */
function callOff(run: Run, token: Token, why: Why): void {
  const { call, id, node } = token;
  if (call !== undefined) run.emit({ type: 'flow_called_off', call, token: id, node, why });
}

function finish(run: Run, token: Token, outcome: string, why?: Why): void {
  if (why) callOff(run, token, why);
  cancelTasks(run, token, why ?? { code: 'decided', params: { outcome } });
  clearTimers(run, token);
  leave(run, token, outcome, why ? { why } : {});
}

/** Another record's flow begins. It is asked for here and started by the host in a transaction of its own. */
export const subflow: NodeType = {
  onEnter(run, token, node) {
    if (node.node.type !== 'subflow') return;
    if (node.node.state !== undefined) run.setState(node.node.state);
    request(run, token, node);
    if (node.node.wait === false) leave(run, token, node.normal);
    else setDeadline(run, token, node);
  },

  onOutcome(run, token, node, { outcome, why, reason }) {
    if (why || hasEdge(node, outcome)) finish(run, token, outcome, why);
    else if (outcome === 'error') {
      const params: Record<string, Json> = reason === undefined ? { outcome } : { outcome, reason };
      run.emit({ type: 'incident', token: token.id, node: node.key, code: 'subflow_failed', params });
    } else finish(run, token, node.normal);
  },

  onCancel(run, token, why) {
    callOff(run, token, why);
    cancelTasks(run, token, why);
    clearTimers(run, token);
  },
};
