import type { CompiledEdge } from './compile.ts';
import { schedule } from './route.ts';
import type { Run } from './run.ts';
import { cancelAll } from './scopes.ts';
import type { FlowEventData } from './types.ts';
import { compensateAll } from './undo.ts';

/** An edge from *: all that runs is cancelled, and the flow goes on in one place. */
export function takeEdge(run: Run, { edge }: CompiledEdge, reason: string | undefined): void {
  const on = edge.on ?? edge.key;
  const { id } = run.inputs.actor;
  const event: FlowEventData = { type: 'edge_taken', edge: edge.key, on, to: edge.to };
  if (id !== undefined) event.by = id;
  if (reason !== undefined) event.reason = reason;
  run.emit(event);
  cancelAll(run, { code: 'edge_taken', params: { on } });
  if (edge.undo) compensateAll(run);
  schedule(run, { node: edge.to, scope: 0, branch: 0 });
}
