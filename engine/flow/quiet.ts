import type { CompiledNode } from './compile.ts';
import { gate, mayStillReach } from './gates.ts';
import { mergeAt } from './merge.ts';
import { nodeTypes } from './nodes/registry.ts';
import { enter, hasEdge, leave } from './route.ts';
import type { Run } from './run.ts';
import type { Token } from './types.ts';

/** The milestone is over for good: the node is passed by, and the history says why. */
function missed(run: Run, token: Token, node: CompiledNode): void {
  const outcome = hasEdge(node, 'missed') ? 'missed' : node.normal;
  const milestone = node.gates?.milestone ?? '';
  leave(run, token, outcome, { skipped: true, why: { code: 'milestone_over', params: { node: milestone } } });
}

function hold(run: Run, token: Token, node: CompiledNode): void {
  const why = { code: 'milestone_left', params: { node: node.gates?.milestone ?? '' } };
  nodeTypes[node.node.type].onCancel?.(run, token, why);
  run.emit({ type: 'held', token: token.id, node: node.key, by: 'milestone' });
}

/** A token that waits for its gate, or whose milestone has been left under it. Answers whether it moved. */
function atGate(run: Run, token: Token, node: CompiledNode): boolean {
  const closed = gate(run, token, node);
  const milestone = node.gates?.milestone;
  if (!token.held) {
    // A section that has begun keeps its place; a milestone has to last.
    if (closed !== 'milestone' || token.incident) return false;
    hold(run, token, node);
    return true;
  }
  if (!closed) {
    run.emit({ type: 'released', token: token.id, node: node.key });
    enter(run, token, node);
    return true;
  }
  if (closed !== 'milestone' || milestone === undefined || mayStillReach(run, token, milestone)) return false;
  run.emit({ type: 'released', token: token.id, node: node.key });
  missed(run, token, node);
  return true;
}

/** Nothing is left on the agenda: who waits for others may go on now, one at a time. Answers whether somebody did. */
export function quiet(run: Run): boolean {
  if (!run.compiled.hasGates) return false;
  for (const token of run.state.tokens) {
    const node = run.node(token.node);
    if (node.gates && !token.incident && atGate(run, token, node)) return true;
  }
  return mergeAt(run);
}
