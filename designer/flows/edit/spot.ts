import type { FlowDefinition, FlowEdge } from '../../../engine/definition/index.ts';
import { type FlowTree, type Line, type Step, treeOf, unitOf } from '../../../engine/flow/layout/tree.ts';

/** A step where it stands: what hangs on it, what comes into it and what leads on from it. */
export interface Spot {
  step: Step;
  unit: ReadonlySet<string>;
  entry: readonly string[];
  onward: readonly FlowEdge[];
}

function onwardOf(line: Line, at: number): readonly FlowEdge[] {
  const next = line.steps[at + 1];
  if (next !== undefined) return next.entry;
  // A jump's way is its own: there is nothing behind it.
  if (line.steps[at]?.node.type === 'route') return [];
  if (line.tail.kind === 'falls') return line.tail.edges;
  return line.tail.kind === 'leap' ? [line.tail.edge] : [];
}

function find(line: Line, key: string): Spot | undefined {
  for (const [at, step] of line.steps.entries()) {
    if (step.node.key === key || step.join?.key === key) {
      return {
        step,
        unit: new Set(unitOf(step)),
        entry: step.entry.map((edge) => edge.key),
        onward: onwardOf(line, at),
      };
    }
    for (const branch of step.branches) {
      const found = find(branch.line, key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export function spotOf(flow: FlowDefinition, key: string, tree: FlowTree = treeOf(flow)): Spot | undefined {
  for (const line of [tree.main, ...tree.aside]) {
    const found = find(line, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In the order in which they are read, those that hang on another one left out. */
export function outermost(flow: FlowDefinition, keys: readonly string[]): Spot[] {
  const tree = treeOf(flow);
  const wanted = new Set(keys);
  const spots = tree.graph.order.flatMap((key) => (wanted.has(key) ? (spotOf(flow, key, tree) ?? []) : []));
  const own = spots.filter(({ step }) => wanted.has(step.node.key));
  const within = (spot: Spot) => own.some((other) => other.step !== spot.step && other.unit.has(spot.step.node.key));
  return own.filter((spot, at) => !within(spot) && own.findIndex(({ step }) => step === spot.step) === at);
}
