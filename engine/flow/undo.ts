import type { Action } from '../definition/types.generated.ts';
import type { CompiledNode } from './compile.ts';
import type { Run } from './run.ts';
import type { RequestedAction } from './types.ts';

function undoOne(run: Run, node: CompiledNode, actions: readonly Action[]): void {
  const requested: Pick<RequestedAction, 'step' | 'action'>[] = [];
  for (const [step, definition] of actions.entries()) {
    const action = run.inputs.resolveAction(definition, run.facts, run.env);
    if (!action) continue;
    if (action.kind === 'set') run.setFields(node.key, action.set);
    // Nobody waits for the answer of a call that undoes something: it is tried until it succeeds.
    else requested.push({ step, action });
  }
  run.request(node.key, 0, requested, true);
}

/** What these nodes declare for being undone, the one passed last first. */
export function compensate(run: Run, nodes: readonly string[]): void {
  const seq = (key: string): number => run.state.passed[key]?.seq ?? 0;
  for (const key of [...nodes].sort((a, b) => seq(b) - seq(a))) {
    const node = run.compiled.nodes.get(key);
    if (node?.undo) undoOne(run, node, node.undo);
  }
}

/** A cancel takes back all that was passed. */
export function compensateAll(run: Run): void {
  const nodes = Object.entries(run.state.passed).flatMap(([key, passed]) => (passed.undone ? [] : [key]));
  if (!nodes.some((key) => run.compiled.nodes.get(key)?.undo)) return;
  run.emit({ type: 'undone', nodes });
  compensate(run, nodes);
}
