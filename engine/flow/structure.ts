import type { FlowDefinition } from '../definition/types.generated.ts';
import { type Graph, graphOf } from './graph.ts';
import type { FlowPicture } from './types.ts';

/** Pixels of the read-only picture. */
const size = { width: 168, height: 56, across: 72, down: 28, margin: 24 };

/** Edges that close a loop, found depth first in file order; without them the graph has layers. */
function loopEdges(flow: FlowDefinition, graph: Graph): Set<string> {
  const loops = new Set<string>();
  const done = new Set<string>();
  for (const { key: first } of [...flow.nodes].sort(
    (a, b) => Number(b.type === 'start') - Number(a.type === 'start'),
  )) {
    if (done.has(first)) continue;
    const path = new Set([first]);
    const stack = [{ key: first, next: 0 }];
    for (let top = stack[stack.length - 1]; top; top = stack[stack.length - 1]) {
      const to = graph.next.get(top.key)?.[top.next];
      top.next += 1;
      if (to === undefined) {
        done.add(top.key);
        path.delete(top.key);
        stack.pop();
      } else if (path.has(to)) loops.add(`${top.key} ${to}`);
      else if (!done.has(to)) {
        path.add(to);
        stack.push({ key: to, next: 0 });
      }
    }
  }
  return loops;
}

/** A node stands one layer behind the last of those that lead to it. */
function layersOf(flow: FlowDefinition, graph: Graph, loops: ReadonlySet<string>): Map<string, number> {
  const waiting = new Map<string, number>();
  const layer = new Map<string, number>();
  const forward = (from: string, to: string) => !loops.has(`${from} ${to}`);
  for (const { key } of flow.nodes) {
    waiting.set(key, (graph.previous.get(key) ?? []).filter((from) => forward(from, key)).length);
  }
  const queue = flow.nodes.map((node) => node.key).filter((key) => waiting.get(key) === 0);
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const here = layer.get(key) ?? 0;
    layer.set(key, here);
    for (const to of graph.next.get(key) ?? []) {
      if (!forward(key, to)) continue;
      layer.set(to, Math.max(layer.get(to) ?? 0, here + 1));
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) queue.push(to);
    }
  }
  return layer;
}

/** Rows within each layer: near the middle of what leads there, file order between equals, so that branches never jump. */
function rowsOf(flow: FlowDefinition, graph: Graph, layers: ReadonlyMap<string, number>): Map<string, number> {
  const row = new Map<string, number>();
  const order = new Map(flow.nodes.map((node, index) => [node.key, index]));
  const last = Math.max(0, ...layers.values());
  for (let layer = 0; layer <= last; layer += 1) {
    const wish = (key: string) => {
      const before = (graph.previous.get(key) ?? []).filter((from) => (layers.get(from) ?? 0) < layer);
      const rows = before.flatMap((from) => row.get(from) ?? []);
      return rows.length === 0 ? 0 : rows.reduce((sum, at) => sum + at, 0) / rows.length;
    };
    const members = flow.nodes.map((node) => node.key).filter((key) => layers.get(key) === layer);
    members.sort((a, b) => wish(a) - wish(b) || (order.get(a) ?? 0) - (order.get(b) ?? 0));
    let free = 0;
    for (const key of members) {
      const at = Math.max(free, Math.round(wish(key)));
      row.set(key, at);
      free = at + 1;
    }
  }
  return row;
}

interface Box {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From right side to left side; what goes back runs below everything. */
function pointsOf(from: Box, to: Box, floor: number): { x: number; y: number }[] {
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  if (end.x > start.x) {
    if (start.y === end.y) return [start, end];
    const bend = end.x - size.across / 2;
    return [start, { x: bend, y: start.y }, { x: bend, y: end.y }, end];
  }
  const out = start.x + size.across / 4;
  const back = end.x - size.across / 4;
  return [start, { x: out, y: start.y }, { x: out, y: floor }, { x: back, y: floor }, { x: back, y: end.y }, end];
}

/** A picture to read: layers from left to right, the same for the same flow every time. Edges from * are not drawn. */
export function structure(flow: FlowDefinition): FlowPicture {
  const graph = graphOf(flow);
  const layers = layersOf(flow, graph, loopEdges(flow, graph));
  const rows = rowsOf(flow, graph, layers);
  const boxes = flow.nodes.map(
    ({ key }): Box => ({
      key,
      x: size.margin + (layers.get(key) ?? 0) * (size.width + size.across),
      y: size.margin + (rows.get(key) ?? 0) * (size.height + size.down),
      width: size.width,
      height: size.height,
    }),
  );
  const byKey = new Map(boxes.map((box) => [box.key, box]));
  const floor = Math.max(...boxes.map((box) => box.y + box.height)) + size.down;
  const edges = flow.edges.flatMap((edge) => {
    const from = byKey.get(edge.from);
    const to = byKey.get(edge.to);
    return from && to ? [{ key: edge.key, from: edge.from, to: edge.to, points: pointsOf(from, to, floor) }] : [];
  });
  return {
    width: Math.max(...boxes.map((box) => box.x + box.width)) + size.margin,
    height: floor + size.margin,
    nodes: boxes,
    edges,
  };
}
