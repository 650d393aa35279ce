import type { CompiledFlow } from '../compile.ts';
import { isSplit } from '../graph.ts';

/** Where the engine goes on by itself. */
const automatic: ReadonlySet<string> = new Set([
  'start',
  'exclusive',
  'parallel',
  'inclusive',
  'join',
  'rule',
  'route',
]);

/** A node at which what one branch does depends on where another stands. */
function looksAside(node: object): boolean {
  const wait = 'wait' in node && 'type' in node && node.type === 'join' ? node.wait : undefined;
  return (wait !== undefined && wait !== 'all') || 'mutex' in node || 'milestone' in node || 'race' in node;
}

/** Does a branch leave its block, or end the flow, before anybody could do anything in another? */
function rushesOut(compiled: CompiledFlow, split: string): boolean {
  const queue = (compiled.nodes.get(split)?.edges ?? []).map(({ edge }) => edge.to);
  const seen = new Set<string>();
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const node = compiled.nodes.get(key);
    if (!node || seen.has(key)) continue;
    seen.add(key);
    if (node.node.type === 'end' && node.node.ends === 'branch') continue;
    if (!node.frames.some((frame) => frame.split === split)) return true;
    if (!automatic.has(node.node.type) || compiled.joins.get(split) === key) continue;
    queue.push(...node.edges.map(({ edge }) => edge.to));
  }
  return false;
}

/** May branches be looked at one after the other? Then states add up over branches; otherwise they multiply. */
export function branchesAreIndependent(compiled: CompiledFlow): boolean {
  const closing = new Set(compiled.joins.values());
  if (compiled.flow.edges.some((edge) => 'cancels' in edge)) return false;
  for (const { key, node } of compiled.nodes.values()) {
    // A join that closes no split waits for whatever may still come.
    if (looksAside(node) || (node.type === 'join' && !closing.has(key))) return false;
    if (!isSplit(node)) continue;
    if (!compiled.joins.has(key) || rushesOut(compiled, key)) return false;
  }
  return true;
}
