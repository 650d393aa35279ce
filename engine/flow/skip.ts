import type { FlowDefinition } from '../definition/types.generated.ts';
import type { CompiledNode } from './compile.ts';
import { nodeTypes } from './nodes/registry.ts';
import { normalOutcome } from './outcomes.ts';
import { refuse } from './refusal.ts';
import { leave } from './route.ts';
import type { Run } from './run.ts';
import type { Refusal, Token } from './types.ts';

/** What the engine does by itself may be done without; what people decide is decided by people, or jumped over. */
const skippable: ReadonlySet<string> = new Set(['action', 'rule', 'subflow', 'timer']);

/** Outcomes on which an administrator may leave what went wrong at a step. */
export function skipOutcomes({ nodes, edges }: Pick<FlowDefinition, 'nodes' | 'edges'>, key: string): string[] {
  const node = nodes.find((one) => one.key === key);
  if (!node || !skippable.has(node.type)) return [];
  const outcomes = edges.flatMap(({ from, on }) => (from === key ? [on ?? normalOutcome(node)] : []));
  return [...new Set(outcomes)];
}

/** Goes on as if this had been its outcome. */
export function skip(run: Run, token: Token, node: CompiledNode, outcome: string): Refusal | undefined {
  if (!skippable.has(node.node.type) || !node.ways.has(outcome)) return refuse('skip_closed');
  const why = { code: 'skipped_by_admin' };
  nodeTypes[node.node.type].onCancel?.(run, token, why);
  leave(run, token, outcome, { skipped: true, why });
  return undefined;
}
