import type { CompiledEdge, CompiledFlow, CompiledNode } from './compile.ts';
import { isSplit } from './graph.ts';
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

/**
 * All that the flow may still come to from where it stands: every way that somebody may choose is open, and a condition
 * closes one only where all that it asks is known by now. What is known may change yet, and with it what lies ahead.
 */
export function stillAhead(
  compiled: CompiledFlow,
  from: readonly string[],
  known: Pick<Known, 'facts' | 'env'>,
): Set<string> {
  const seen = new Set<string>();
  const open = [...from, ...(from.length > 0 ? compiled.stars.map(({ edge }) => edge.to) : [])];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const node = seen.has(key) ? undefined : compiled.nodes.get(key);
    if (node === undefined) continue;
    seen.add(key);
    if (node.node.type === 'route') open.push(node.node.to);
    for (const edges of node.ways.values()) open.push(...mayBeTaken(edges, node, known).map(({ edge }) => edge.to));
  }
  return seen;
}

/** Of the ways on one outcome: tried in turn, up to the first that is taken for certain; a split takes several. */
function mayBeTaken(
  edges: readonly CompiledEdge[],
  { node }: CompiledNode,
  known: Pick<Known, 'facts' | 'env'>,
): CompiledEdge[] {
  const several = isSplit(node);
  const open: CompiledEdge[] = [];
  for (const edge of edges) {
    const answer = verdict(edge, known);
    if (answer !== 'no') open.push(edge);
    if (answer === 'yes' && !several) break;
  }
  return open;
}

function verdict({ when }: CompiledEdge, { facts, env }: Pick<Known, 'facts' | 'env'>): 'yes' | 'no' | 'open' {
  if (when === undefined) return 'yes';
  if (when.depends.some((name) => isOpen(name, facts))) return 'open';
  return when.test(facts, env) ? 'yes' : 'no';
}

/** Nobody has said it yet. */
function isOpen(name: string, facts: Known['facts']): boolean {
  let value: unknown = facts;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || Array.isArray(value) || value === null) return true;
    value = (value as Record<string, unknown>)[key];
  }
  return value === undefined || value === null;
}
