import dagre from '@dagrejs/dagre';
import type { FlowDefinition } from '../../definition/types.generated.ts';
import { isNormal, outgoing } from './graph.ts';
import type { Card, Picture, Point, Slot, Wire } from './picture.ts';
import { cardSize, SIZE } from './treeLayout.ts';

/** A smooth line through the points that the layout gives. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${Math.round(first.x)} ${Math.round(first.y)}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    const [x, y] = [Math.round(point.x), Math.round(point.y)];
    if (next === undefined) path += `L${x} ${y}`;
    else path += `Q${x} ${y} ${Math.round((point.x + next.x) / 2)} ${Math.round((point.y + next.y) / 2)}`;
  });
  return path;
}

/** A place on that line, about its middle: the points that bend it lie beside it. */
function onCurve(points: readonly Point[]): Point | undefined {
  const at = Math.floor(points.length / 2);
  const [before, bend, after] = [points[at - 1], points[at], points[at + 1]];
  if (before === undefined || bend === undefined || after === undefined) return bend;
  const half = (a: number, b: number) => (a + b) / 2;
  const from = at === 1 ? before : { x: half(before.x, bend.x), y: half(before.y, bend.y) };
  const to = { x: half(bend.x, after.x), y: half(bend.y, after.y) };
  return { x: (from.x + 2 * bend.x + to.x) / 4, y: (from.y + 2 * bend.y + to.y) / 4 };
}

/**
 * Every node and every edge in layers from top to bottom (dagre: Gansner et al., A Technique for Drawing Directed Graphs,
 * 1993), the same for the same definition. Ways from anywhere are not drawn: they would lead away from everywhere.
 */
export function layGraph(flow: FlowDefinition): Picture {
  const { nodes, out } = outgoing(flow);
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 36, ranksep: 56, edgesep: 18, marginx: SIZE.margin, marginy: SIZE.margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes.values()) {
    const { width, height } = cardSize(node, 0);
    graph.setNode(node.key, { width, height });
  }
  const edges = [...out.values()].flat();
  for (const edge of edges) graph.setEdge(edge.from, edge.to, { width: 12, height: 24 }, edge.key);
  dagre.layout(graph);
  const cards = [...nodes.values()].map((node): Card => {
    const { x, y } = graph.node(node.key);
    const { width, height, shape } = cardSize(node, 0);
    return { node, exits: [], shape, x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height };
  });
  const wires: Wire[] = [];
  const slots: Slot[] = [];
  for (const edge of edges) {
    const points: Point[] = graph.edge(edge.from, edge.to, edge.key).points ?? [];
    const from = nodes.get(edge.from);
    const middle = onCurve(points);
    const isSaid = from !== undefined && (!isNormal(edge, from) || edge.label !== undefined || edge.when !== undefined);
    const [first, last] = [points[0], points.at(-1)];
    const ends = first === undefined || last === undefined ? {} : { ends: [first, last] as const };
    const wire: Wire = { edges: [edge.key], path: curve(points), hasArrow: true, ...ends };
    if (middle === undefined || from === undefined) wires.push(wire);
    else {
      const at = { x: Math.round(middle.x), y: Math.round(middle.y) };
      wires.push(isSaid ? { ...wire, label: { ...at, y: at.y - 16, edge, from } } : wire);
      slots.push({ id: edge.key, edges: [edge.key], ...at, after: edge.from });
    }
  }
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.ceil(width), height: Math.ceil(height), cards, ways: [], leaps: [], wires, slots };
}

/** Layout costs tens of milliseconds for a large flow: it is made anew only when nodes or lines come, go or turn. */
export class GraphLayout {
  private shape = '';
  private made: Picture | undefined;

  of(flow: FlowDefinition): Picture {
    const shape = [
      ...flow.nodes.map(({ key, type }) => `${key} ${type}`),
      ...flow.edges.map((edge) =>
        [edge.key, edge.from, edge.to, edge.on, edge.label === undefined, edge.when === undefined].join(' '),
      ),
    ].join('\n');
    if (this.made === undefined || shape !== this.shape) this.made = layGraph(flow);
    this.shape = shape;
    const nodes = new Map(flow.nodes.map((node) => [node.key, node]));
    const edges = new Map(flow.edges.map((edge) => [edge.key, edge]));
    return {
      ...this.made,
      cards: this.made.cards.map((card) => ({ ...card, node: nodes.get(card.node.key) ?? card.node })),
      wires: this.made.wires.map((wire) => {
        const { label } = wire;
        const from = nodes.get(label?.from.key ?? '');
        return label && from
          ? { ...wire, label: { ...label, edge: edges.get(label.edge.key) ?? label.edge, from } }
          : wire;
      }),
    };
  }
}
