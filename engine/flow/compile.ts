import type { Action, Assignee, Deadline, FlowDefinition, FlowEdge, FlowNode } from '../definition/types.generated.ts';
import type { CompiledCondition, Scope } from '../expression/index.ts';
import { compileCalendar, type WorkCalendar } from './calendar.ts';
import { any, type Compiler, condition, value } from './compiler.ts';
import { type CompiledData, type CompiledValue, compileData, compileValue } from './data.ts';
import { type Blocks, blocksOf, edgesOf, type Frame, graphOf, reach } from './graph.ts';
import { normalOutcome } from './outcomes.ts';
import { numberOf, saves, special, tableSet } from './parts.ts';
import type { FlowContext, Why } from './types.ts';
import { whyOf } from './whyOf.ts';

export interface CompiledEdge {
  edge: FlowEdge;
  /** Which of its node's edges this is, in file order: the branch of a split. */
  branch: number;
  outcome: string;
  when: CompiledCondition | undefined;
}

export interface CompiledSource {
  source: Assignee;
  when: CompiledCondition | undefined;
  having: CompiledData | undefined;
  formula: CompiledValue | undefined;
  /** Why people are asked, as far as the definition knows it. */
  why: Why;
}

export interface CompiledDeadline {
  deadline: Deadline;
  within: CompiledValue;
  from: CompiledValue | undefined;
  calendar: WorkCalendar | undefined;
  escalate: CompiledSource | undefined;
}

export interface CompiledNode<N extends FlowNode = FlowNode> {
  key: string;
  node: N;
  /** The outcome of an edge that names none. */
  normal: string;
  /** In the order in which they are tried; defaults last. */
  edges: readonly CompiledEdge[];
  /** The same by outcome. */
  ways: ReadonlyMap<string, readonly CompiledEdge[]>;
  frames: readonly Frame[];
  /** Every node that lies ahead. */
  ahead: ReadonlySet<string>;
  assignees: readonly CompiledSource[];
  copy: readonly CompiledSource[];
  deadline: CompiledDeadline | undefined;
  /** When four eyes are asked for at all. */
  separateWhen: CompiledCondition | undefined;
  /** Conditions of the node's own outcomes. */
  outcomes: ReadonlyMap<string, CompiledCondition | undefined>;
  /** rule, exclusive: fields from the table's outputs. */
  set: CompiledData | undefined;
  /** action: what each call's answer is saved to, by position; subflow: at 0. */
  saves: ReadonlyMap<number, CompiledData>;
  /** Other nodes of the case that keep this one closed. */
  gates: Gates | undefined;
  /** Done when a return or a cancel goes back past it. */
  undo: readonly Action[] | undefined;
  /** join: for how many it waits; foreach: how often. */
  number: CompiledValue | undefined;
  /** foreach: which rows. */
  rows: CompiledCondition | undefined;
  /** subflow: what the other record is made of, or which it is. */
  data: CompiledData | undefined;
  record: CompiledValue | undefined;
  /** A join that is no split's own. */
  closesNothing: boolean;
}

export interface Gates {
  mutex?: string;
  milestone?: string;
}

/** A flow made ready: edges by node, blocks, conditions and formulas as closures. */
export interface CompiledFlow {
  readonly flow: FlowDefinition;
  readonly context: FlowContext;
  readonly start: CompiledNode;
  readonly nodes: ReadonlyMap<string, CompiledNode>;
  /** Edges from *, in the order in which they are tried. */
  readonly stars: readonly CompiledEdge[];
  /** Split → join. */
  readonly joins: ReadonlyMap<string, string>;
  readonly aheadWithin: Blocks['aheadWithin'];
  /** Whether there is anything of the kind at all: most flows need not ask. */
  readonly hasRows: boolean;
  readonly hasRace: boolean;
  /** Nodes that wait for what happens elsewhere in the case. */
  readonly hasGates: boolean;
}

const text = { kind: 'text' } as const;

/** What a flow's own conditions may ask of the task at hand. */
const taskFacts: Scope = {
  task: {
    kind: 'context',
    fields: { node: text, assignee: text, due_at: { kind: 'datetime' }, outcome: text, reason: text },
  },
};

function source(compiler: Compiler, assignee: Assignee): CompiledSource {
  return {
    why: whyOf(assignee),
    source: assignee,
    when: condition(compiler, assignee.when),
    having: assignee.having ? compileData(assignee.having, compiler.scope, compiler.functions) : undefined,
    formula: value(compiler, assignee.formula),
  };
}

function calendar(compiler: Compiler, key: string | undefined): WorkCalendar | undefined {
  if (key === undefined) return undefined;
  const known = compiler.calendars.get(key);
  if (known) return known;
  const definition = compiler.context.calendars.get(key);
  if (!definition) return undefined;
  const made = compileCalendar(definition);
  compiler.calendars.set(key, made);
  return made;
}

function deadline(compiler: Compiler, definition: Deadline | undefined): CompiledDeadline | undefined {
  if (!definition) return undefined;
  const { within, from, escalate } = definition;
  return {
    deadline: definition,
    within: compileValue(within, compiler.scope, compiler.functions),
    from: from === undefined ? undefined : compileValue(from, compiler.scope, compiler.functions),
    calendar: calendar(compiler, definition.calendar),
    escalate: escalate && source(compiler, escalate),
  };
}

/** Lower priority first, file order between equals, defaults behind all of them. */
function inOrder(edges: CompiledEdge[]): CompiledEdge[] {
  const rank = (edge: CompiledEdge) => (edge.edge.default ? 1 : 0);
  return edges.sort((a, b) => rank(a) - rank(b) || (a.edge.priority ?? 0) - (b.edge.priority ?? 0));
}

function edgesFrom(compiler: Compiler, flow: FlowDefinition, from: string, normal: string): CompiledEdge[] {
  const own = edgesOf(flow).filter((edge) => edge.from === from);
  return inOrder(
    own.map((edge, branch) => ({
      edge,
      branch,
      outcome: edge.on ?? normal,
      when: condition(compiler, edge.when),
    })),
  );
}

function byOutcome(edges: readonly CompiledEdge[]): Map<string, CompiledEdge[]> {
  const ways = new Map<string, CompiledEdge[]>();
  for (const edge of edges) {
    const way = ways.get(edge.outcome);
    if (way) way.push(edge);
    else ways.set(edge.outcome, [edge]);
  }
  return ways;
}

/** In a foreach, the row's columns stand under `row`. */
function withRow(compiler: Compiler, flow: FlowDefinition, frames: readonly Frame[]): Compiler {
  const rows = frames.flatMap(({ split }) => {
    const node = flow.nodes.find(({ key }) => key === split);
    return node?.type === 'foreach' ? [node] : [];
  });
  const inner = rows.at(-1);
  if (!inner) return compiler;
  const table = inner.over === undefined ? undefined : compiler.context.scope[inner.over];
  const row = table?.kind === 'list' ? table.of : any;
  return { ...compiler, scope: { ...compiler.scope, row, row_number: { kind: 'integer' } } };
}

/** The ways out of a foreach are asked for each row. */
function atEdges(base: Compiler, flow: FlowDefinition, node: FlowNode, inside: readonly Frame[]): Compiler {
  return withRow(base, flow, node.type === 'foreach' ? [...inside, { split: node.key, branches: [] }] : inside);
}

const isWorkNode = (node: FlowNode) => (node.type === 'approve' || node.type === 'handle' ? node : undefined);

/** A timer is a deadline that ends its node. */
function deadlineOf(compiler: Compiler, node: FlowNode): CompiledDeadline | undefined {
  if (node.type !== 'timer') return deadline(compiler, 'deadline' in node ? node.deadline : undefined);
  const { within = 'PT0S', until, calendar: key } = node;
  const made: Deadline = { within, outcome: normalOutcome(node) };
  if (until !== undefined) made.from = until;
  if (key !== undefined) made.calendar = key;
  return deadline(compiler, made);
}

function rowCondition(compiler: Compiler, flow: FlowDefinition, node: FlowNode): CompiledCondition | undefined {
  if (node.type !== 'foreach' || !node.when) return undefined;
  return condition(withRow(compiler, flow, [{ split: node.key, branches: [] }]), node.when);
}

function people(compiler: Compiler, sources: readonly Assignee[] | undefined): CompiledSource[] {
  return (sources ?? []).map((assignee) => source(compiler, assignee));
}

export function compileFlow(flow: FlowDefinition, context: FlowContext): CompiledFlow {
  const base: Compiler = {
    scope: { ...context.scope, ...taskFacts },
    functions: context.functions,
    calendars: new Map(),
    context,
  };
  const { joins, frames, aheadWithin } = blocksOf(flow);
  const closing = new Set(joins.values());
  const graph = graphOf(flow);
  const nodes = new Map<string, CompiledNode>();
  for (const node of flow.nodes) {
    const normal = normalOutcome(node);
    const inside = frames.get(node.key) ?? [];
    const compiler = withRow(base, flow, inside);
    const edges = edgesFrom(atEdges(base, flow, node, inside), flow, node.key, normal);
    const work = isWorkNode(node);
    nodes.set(node.key, {
      key: node.key,
      node,
      normal,
      edges,
      ways: byOutcome(edges),
      frames: inside,
      ahead: reach(graph.next, graph.next.get(node.key) ?? []),
      assignees: people(compiler, work?.assignees),
      copy: people(compiler, 'copy' in node ? node.copy : undefined),
      deadline: deadlineOf(compiler, node),
      separateWhen: condition(compiler, work?.separateWhen),
      outcomes: new Map((work?.outcomes ?? []).map((own) => [own.key, condition(compiler, own.when)])),
      set: tableSet(compiler, node),
      saves: saves(compiler, node),
      number: numberOf(compiler, node),
      rows: rowCondition(base, flow, node),
      closesNothing: node.type === 'join' && !closing.has(node.key),
      ...special(compiler, node),
    });
  }
  const start = [...nodes.values()].find(({ node }) => node.type === 'start');
  if (!start) throw new Error(`Flow '${flow.key}' has no start; checkFlow says so before anything is compiled.`);
  return { flow, context, start, nodes, stars: edgesFrom(base, flow, '*', ''), joins, aheadWithin, ...kinds(nodes) };
}

function kinds(nodes: ReadonlyMap<string, CompiledNode>): Pick<CompiledFlow, 'hasRows' | 'hasRace' | 'hasGates'> {
  const all = [...nodes.values()];
  return {
    hasRows: all.some(({ node }) => node.type === 'foreach'),
    hasRace: all.some(({ node }) => node.type === 'parallel' && node.race),
    hasGates: all.some(
      ({ node, gates, closesNothing }) => gates !== undefined || closesNothing || (node.type === 'join' && node.rest),
    ),
  };
}
