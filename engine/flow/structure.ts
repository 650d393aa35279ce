import dagre from '@dagrejs/dagre';
import type { FlowDefinition, FlowNode } from '../definition/types.generated.ts';
import { graphOf } from './graph.ts';
import type { FlowPicture } from './types.ts';

/** Pixels of the read-only picture. */
const size = { width: 120, height: 36, dot: 20, between: 20, layers: 28 };

/**
 * What a person follows: work, waits, ends, branches that run at once, and engine work with a state of its own. Decisions, jumps
 * and book-keeping between them are left out and their edges joined, or a picture of fifty nodes is read by nobody.
 */
export function isInPicture(node: FlowNode): boolean {
  if (node.type === 'action') return node.state !== undefined;
  return node.type !== 'exclusive' && node.type !== 'rule' && node.type !== 'route';
}

/** From each node of the picture to those that follow, through what is left out. */
function shownEdges(flow: FlowDefinition): { from: string; to: string }[] {
  const shown = new Set(flow.nodes.filter(isInPicture).map(({ key }) => key));
  const { next } = graphOf(flow);
  const edges: { from: string; to: string }[] = [];
  for (const from of shown) {
    const seen = new Set<string>();
    const queue = [...(next.get(from) ?? [])];
    for (let to = queue.shift(); to !== undefined; to = queue.shift()) {
      if (seen.has(to)) continue;
      seen.add(to);
      if (shown.has(to)) edges.push({ from, to });
      else queue.push(...(next.get(to) ?? []));
    }
  }
  return edges;
}

/**
 * A picture to read, from top to bottom, the same for the same flow every time (dagre: Gansner et al., A Technique for
 * Drawing Directed Graphs, 1993). Edges from * are not drawn: they would lead away from everywhere.
 */
export function structure(flow: FlowDefinition): FlowPicture {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: size.between, ranksep: size.layers, marginx: 4, marginy: 4 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of flow.nodes.filter(isInPicture)) {
    const isDot = ['start', 'parallel', 'inclusive', 'join'].includes(node.type);
    graph.setNode(node.key, isDot ? { width: size.dot, height: size.dot } : { width: size.width, height: size.height });
  }
  const edges = shownEdges(flow);
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: graph.nodes().map((key) => {
      const box = graph.node(key);
      return { key, x: box.x - box.width / 2, y: box.y - box.height / 2, width: box.width, height: box.height };
    }),
    edges: edges.map(({ from, to }) => ({
      key: `${from}.${to}`,
      from,
      to,
      points: (graph.edge(from, to).points ?? []).map(({ x, y }: { x: number; y: number }) => ({ x, y })),
    })),
  };
}
