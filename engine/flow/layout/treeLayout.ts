import type { FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import { isGate, isNormal } from './graph.ts';
import type { Card, Leap, Picture, Slot, Way, Wire } from './picture.ts';
import type { FlowTree, Line, Step } from './tree.ts';

/** Pixels. Cards have the height of what they say, so that nothing has to be measured. */
export const SIZE = {
  card: { width: 232, height: 74 },
  exit: 24,
  gate: { width: 192, height: 36 },
  dot: { width: 192, height: 36 },
  way: { width: 208, height: 60 },
  leap: { width: 208, height: 32 },
  /** Between two things below each other: room for a +. */
  gap: 48,
  /** From the gate to its branches, and from them to where they meet. */
  fan: 28,
  /** Between branches. */
  between: 28,
  margin: 40,
} as const;

/** Something laid out around its own axis: x from the axis, y from its top. */
interface Block {
  left: number;
  right: number;
  height: number;
  /** The wire out of its bottom belongs to these edges; undefined: nothing leaves it. */
  out: readonly FlowEdge[] | undefined;
  cards: Card[];
  ways: Way[];
  leaps: Leap[];
  wires: Wire[];
  slots: Slot[];
}

const emptyBlock = (): Block => ({
  left: 0,
  right: 0,
  height: 0,
  out: undefined,
  cards: [],
  ways: [],
  leaps: [],
  wires: [],
  slots: [],
});

const shifted = <T extends { x: number; y: number }>(list: readonly T[], dx: number, dy: number): T[] =>
  list.map((one) => ({ ...one, x: one.x + dx, y: one.y + dy }));

/** Paths are written when their place is known: until then they are points. */
interface Stroke extends Wire {
  points: readonly (readonly [number, number])[];
}
const stroke = (edges: readonly string[], points: Stroke['points'], hasArrow = false): Stroke => ({
  edges,
  points,
  hasArrow,
  path: '',
});
function movedWires(wires: readonly Wire[], dx: number, dy: number): Wire[] {
  return (wires as Stroke[]).map((wire) => ({
    ...wire,
    points: wire.points.map(([x, y]) => [x + dx, y + dy] as const),
    ...(wire.label ? { label: { ...wire.label, x: wire.label.x + dx, y: wire.label.y + dy } } : {}),
  }));
}

function put(into: Block, block: Block, dx: number, dy: number): void {
  into.cards.push(...shifted(block.cards, dx, dy));
  into.ways.push(...shifted(block.ways, dx, dy));
  into.leaps.push(...shifted(block.leaps, dx, dy));
  into.slots.push(...shifted(block.slots, dx, dy));
  into.wires.push(...movedWires(block.wires, dx, dy));
  into.left = Math.max(into.left, block.left - dx);
  into.right = Math.max(into.right, block.right + dx);
  into.height = Math.max(into.height, block.height + dy);
}

export function cardSize(node: FlowNode, exits: number): { width: number; height: number; shape: Card['shape'] } {
  if (isGate(node)) return { ...SIZE.gate, shape: 'gate' };
  if (node.type === 'start' || node.type === 'join') return { ...SIZE.dot, shape: 'dot' };
  return { width: SIZE.card.width, height: SIZE.card.height + exits * SIZE.exit, shape: 'card' };
}

function cardBlock(node: FlowNode, exits: readonly FlowEdge[]): Block {
  const { width, height, shape } = cardSize(node, exits.length);
  const card: Card = { node, exits, shape, x: -width / 2, y: 0, width, height };
  return { ...emptyBlock(), left: width / 2, right: width / 2, height, cards: [card] };
}

const keysOf = (edges: readonly FlowEdge[]): string[] => edges.map(({ key }) => key);

interface Above {
  /** The key of the node, or of the branch's edge, that the wire comes from. */
  key: string;
  node: FlowNode | undefined;
}

/** A wire straight down from where the block ends, with a + on it, and on what outcome where that is not the usual one. */
function lead(block: Block, edges: readonly FlowEdge[], above: Above): void {
  const [top, bottom] = [block.height, block.height + SIZE.gap];
  const wire = stroke(keysOf(edges), [
    [0, top],
    [0, bottom],
  ]);
  const [edge] = edges;
  const { node } = above;
  const isSide = edge !== undefined && node !== undefined && edges.length === 1 && !isNormal(edge, node);
  block.wires.push(isSide ? { ...wire, label: { x: 0, y: top + 10, edge, from: node } } : wire);
  // A jump is the node's own doing: nothing can be put behind it.
  if (edge !== undefined && node?.type !== 'route') {
    const id = `${above.key} ${keysOf(edges).join(' ')}`;
    block.slots.push({ id, edges: keysOf(edges), x: 0, y: top + SIZE.gap / 2 + (isSide ? 6 : 0), after: above.key });
  }
  block.height = bottom;
}

function stepBlock(step: Step): Block {
  const block = cardBlock(step.node, step.exits);
  if (step.branches.length > 0) fan(block, step);
  return block;
}

/** The branches of a step side by side in their order, below it. */
function fan(block: Block, step: Step): void {
  const blocks = step.branches.map((branch, at) => branchBlock(step, branch.edge, branch.line, at));
  const width = blocks.reduce((sum, one) => sum + one.left + one.right, 0) + SIZE.between * (blocks.length - 1);
  const height = Math.max(...blocks.map((one) => one.height));
  const top = block.height + SIZE.fan;
  let x = -width / 2;
  block.wires.push(
    stroke(
      step.branches.map(({ edge }) => edge.key),
      [
        [0, block.height],
        [0, top],
      ],
    ),
  );
  const axes = blocks.map((one) => {
    const axis = x + one.left;
    x += one.left + one.right + SIZE.between;
    return axis;
  });
  // The gate stands above the middle of its outer branches' axes, so that each way turns once.
  const shift = ((axes[0] ?? 0) + (axes.at(-1) ?? 0)) / 2;
  blocks.forEach((one, at) => {
    const axis = (axes[at] ?? 0) - shift;
    const edge = step.branches[at]?.edge.key ?? '';
    put(block, one, axis, top + SIZE.fan);
    block.wires.push(
      stroke(
        [edge],
        [
          [0, top],
          [axis, top],
          [axis, top + SIZE.fan],
        ],
      ),
    );
    if (one.out !== undefined) {
      const bottom = top + SIZE.fan + height;
      const [from, to] = [top + SIZE.fan + one.height, bottom + SIZE.fan];
      block.wires.push(
        stroke(keysOf(one.out), [
          [axis, from],
          [axis, to],
          [0, to],
        ]),
      );
    }
  });
  block.height = top + SIZE.fan + height + SIZE.fan;
  const falling = blocks.flatMap((one) => one.out ?? []);
  if (falling.length > 0) block.out = falling;
  if (step.join !== undefined) {
    const top = block.height;
    block.wires.push(
      stroke(keysOf(falling), [
        [0, top],
        [0, top + SIZE.fan],
      ]),
    );
    block.height = top + SIZE.fan;
    put(block, cardBlock(step.join, []), 0, block.height);
  }
}

function branchBlock(step: Step, edge: FlowEdge, line: Line, at: number): Block {
  const { width, height } = SIZE.way;
  const way: Way = { edge, from: step.node, at, of: step.branches.length, x: -width / 2, y: 0, width, height };
  const block = { ...emptyBlock(), left: width / 2, right: width / 2, height, ways: [way] };
  lineInto(block, line, { key: edge.key, node: undefined });
  return block;
}

/** The steps of a line below what there is, and how it ends. */
function lineInto(block: Block, line: Line, head: Above): void {
  let above = head;
  for (const step of line.steps) {
    if (block.height > 0) lead(block, step.entry, above);
    put(block, stepBlock(step), 0, block.height);
    const node = step.join ?? step.node;
    above = { key: node.key, node: step.branches.length > 0 && step.join === undefined ? undefined : node };
  }
  const { tail } = line;
  if (tail.kind === 'falls') {
    lead(block, tail.edges, above);
    block.out = tail.edges;
  } else if (tail.kind === 'leap') {
    lead(block, [tail.edge], above);
    const { width, height } = SIZE.leap;
    const leap: Leap = { edge: tail.edge, isBack: tail.isBack, x: -width / 2, y: 0, width, height };
    const end = { ...emptyBlock(), left: width / 2, right: width / 2, height, leaps: [leap] };
    put(block, end, 0, block.height);
  }
}

const pathOf = ({ points }: Stroke): string => {
  let [lastX, lastY] = points[0] ?? [0, 0];
  let path = `M${lastX} ${lastY}`;
  points.slice(1).forEach(([x, y], index) => {
    const next = points[index + 2];
    const turns = next !== undefined && (x === lastX) !== (next[0] === x);
    if (!turns) path += `L${x} ${y}`;
    else {
      const near = Math.min(8, (Math.abs(x - lastX) + Math.abs(y - lastY)) / 2);
      const far = Math.min(8, (Math.abs(next[0] - x) + Math.abs(next[1] - y)) / 2);
      const radius = Math.min(near, far);
      const [inX, inY] = [x - Math.sign(x - lastX) * radius, y - Math.sign(y - lastY) * radius];
      const [outX, outY] = [x + Math.sign(next[0] - x) * radius, y + Math.sign(next[1] - y) * radius];
      path += `L${inX} ${inY}Q${x} ${y} ${outX} ${outY}`;
    }
    [lastX, lastY] = [x, y];
  });
  return path;
};

/** What stands by itself is laid out in rows of about this width. */
const ROW = 1600;

/** The tree from top to bottom: the same for the same definition, and branches always in their order. */
export function layTree(tree: FlowTree): Picture {
  const none: Above = { key: '', node: undefined };
  const main = emptyBlock();
  lineInto(main, tree.main, none);
  const whole = emptyBlock();
  put(whole, main, main.left + SIZE.margin, SIZE.margin);
  const widest = Math.max(main.left + main.right, ROW) + SIZE.margin;
  let x: number = SIZE.margin;
  let top = whole.height + SIZE.gap;
  for (const line of tree.aside) {
    const block = emptyBlock();
    lineInto(block, line, none);
    if (x > SIZE.margin && x + block.left + block.right > widest) {
      x = SIZE.margin;
      top = whole.height + SIZE.gap;
    }
    put(whole, block, x + block.left, top);
    x += block.left + block.right + SIZE.between;
  }
  const wires = (whole.wires as Stroke[]).map(({ points, ...wire }) => ({
    ...wire,
    path: points.length > 0 ? pathOf({ ...wire, points }) : '',
  }));
  const width = whole.right + SIZE.margin;
  return { ...whole, wires, width, height: whole.height + SIZE.margin };
}
