import type { CompiledEdge, CompiledFlow, CompiledNode } from './compile.ts';
import type { FlowInputs } from './types.ts';

type Known = Pick<FlowInputs, 'facts' | 'env' | 'evaluateTable'>;

/**
 * The nodes that the flow comes to if everybody agrees and nothing changes any more: what whoever begins can be told of,
 * and asked about, beforehand. A way that depends on what somebody decides ends the view. `outcome`: on which the first
 * of them is left.
 */
export function outlook(compiled: CompiledFlow, from: string, known: Known, outcome?: string): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const node = seen.has(key) ? undefined : compiled.nodes.get(key);
    if (node === undefined) continue;
    seen.add(key);
    open.push(...nextOf(node, known, seen.size === 1 ? outcome : undefined));
  }
  return seen;
}

function nextOf(node: CompiledNode, known: Known, outcome = outcomeOf(node, known)): string[] {
  const { node: definition } = node;
  if (definition.type === 'route') return [definition.to];
  const all = node.ways.get(outcome) ?? [];
  const holding = all.filter((edge) => holds(edge, known));
  const several = ['parallel', 'inclusive', 'foreach'].includes(definition.type);
  const taken = several ? chosenOf(holding) : holding.slice(0, 1);
  if (taken.length > 0 || definition.type !== 'exclusive') return taken.map(({ edge }) => edge.to);
  return node.edges.filter(({ edge }) => edge.default).map(({ edge }) => edge.to);
}

/** The default is for where no other way is taken. */
function chosenOf(holding: readonly CompiledEdge[]): readonly CompiledEdge[] {
  const others = holding.filter(({ edge }) => edge.default !== true);
  return others.length > 0 ? others : holding;
}

function outcomeOf({ node, normal }: CompiledNode, { evaluateTable, facts, env }: Known): string {
  if (node.type !== 'exclusive' || node.table === undefined) return normal;
  const [first] = Object.values(evaluateTable(node.table, facts, env).outputs);
  return first == null ? normal : String(first);
}

const holds = ({ when }: CompiledEdge, { facts, env }: Known): boolean => when === undefined || when.test(facts, env);
