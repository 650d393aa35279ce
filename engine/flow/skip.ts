import type { CompiledFlow, CompiledNode } from './compile.ts';
import { nodeTypes } from './nodes/registry.ts';
import { refuse } from './refusal.ts';
import { leave } from './route.ts';
import type { Run } from './run.ts';
import type { Refusal, Token } from './types.ts';

/** What the engine does by itself may be done without; what people decide is decided by people, or jumped over. */
const skippable: ReadonlySet<string> = new Set(['action', 'rule', 'subflow', 'timer']);

/** Outcomes on which an administrator may leave what went wrong here. */
export function skipOutcomes(compiled: CompiledFlow, token: Token): string[] {
  const node = compiled.nodes.get(token.node);
  return node && token.incident && skippable.has(node.node.type) ? [...node.ways.keys()] : [];
}

/** Goes on as if this had been its outcome. */
export function skip(run: Run, token: Token, node: CompiledNode, outcome: string): Refusal | undefined {
  if (!skippable.has(node.node.type) || !node.ways.has(outcome)) return refuse('skip_closed');
  const why = { code: 'skipped_by_admin' };
  nodeTypes[node.node.type].onCancel?.(run, token, why);
  leave(run, token, outcome, { skipped: true, why });
  return undefined;
}
