import { isWork } from '../outcomes.ts';
import { returnTargets } from '../returns.ts';
import { hasEdge } from '../route.ts';
import type { AbstractFlow } from './abstract.ts';
import { type Exploration, pathTo } from './explore.ts';
import type { Finding } from './types.ts';
import { finding, nodeName } from './words.ts';

interface Stand {
  /** Where it is first stood at. */
  at: number;
  targets: Set<string>;
}

/** Where each node that may return can return to, over all states. */
function standsOf(abstract: AbstractFlow, { found }: Exploration): Map<string, Stand> {
  const stands = new Map<string, Stand>();
  found.forEach(({ config }, at) => {
    for (const token of config.state.tokens) {
      const node = abstract.compiled.nodes.get(token.node);
      if (!node || !isWork(node.node) || !node.node.allow?.includes('return')) continue;
      const stand = stands.get(node.key) ?? { at, targets: new Set() };
      stands.set(node.key, stand);
      for (const target of returnTargets(abstract.compiled, config.state, token)) stand.targets.add(target);
    }
  });
  return stands;
}

/** Returns that no case can ever do. */
export function returnFindings(abstract: AbstractFlow, exploration: Exploration): Finding[] {
  if (!exploration.complete) return [];
  return [...standsOf(abstract, exploration)].flatMap(([key, { at, targets }]) => {
    const node = abstract.compiled.nodes.get(key);
    if (!node || !isWork(node.node)) return [];
    const where = { nodes: [key], path: pathTo(exploration.found, at) };
    const name = nodeName(abstract.flow, key);
    const named = (node.node.returnTo ?? []).filter((target) => !targets.has(target));
    if (named.length === 0 && targets.size === 0 && !hasEdge(node, 'returned')) {
      return [finding('return_nowhere', where, { node: name })];
    }
    return named.map((target) =>
      finding('return_never_possible', where, { node: name, target: nodeName(abstract.flow, target) }),
    );
  });
}
