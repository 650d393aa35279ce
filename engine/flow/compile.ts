import type { Assignee, Deadline, FlowDefinition, FlowEdge, FlowNode } from '../definition/types.generated.ts';
import {
  type CompiledCondition,
  type Condition,
  compileCondition,
  type FunctionLibrary,
  type Scope,
} from '../expression/index.ts';
import { compileCalendar, type WorkCalendar } from './calendar.ts';
import { type CompiledData, type CompiledValue, compileData, compileValue } from './data.ts';
import { blocksOf, type Frame, graphOf, reach } from './graph.ts';
import { normalOutcome } from './outcomes.ts';
import type { FlowContext, Why } from './types.ts';

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
  /** Conditions of the node's own outcomes. */
  outcomes: ReadonlyMap<string, CompiledCondition | undefined>;
  /** rule, exclusive: fields from the table's outputs. */
  set: CompiledData | undefined;
  /** action: what each call's answer is saved to, by position. */
  saves: ReadonlyMap<number, CompiledData>;
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
}

interface Compiler {
  scope: Scope;
  functions: FunctionLibrary | undefined;
  calendars: Map<string, WorkCalendar>;
  context: FlowContext;
}

const any = { kind: 'any' } as const;
const text = { kind: 'text' } as const;

/** What a flow's own conditions may ask of the task at hand. */
const taskFacts: Scope = {
  task: {
    kind: 'context',
    fields: { node: text, assignee: text, due_at: { kind: 'datetime' }, outcome: text, reason: text },
  },
};

function condition(compiler: Compiler, when: Condition | undefined): CompiledCondition | undefined {
  return when && compileCondition(when, compiler.scope, compiler.functions ? { functions: compiler.functions } : {});
}

function whyOf({ user, users, role, field, table, node, having }: Assignee): Why {
  if (user !== undefined) return { code: 'named', params: { users: [user] } };
  if (users) return { code: 'named', params: { users } };
  if (role !== undefined) return { code: having ? 'role_having' : 'role', params: { role } };
  if (field !== undefined) return { code: 'field', params: { field } };
  if (table !== undefined) return { code: 'table', params: { table } };
  return node === undefined ? { code: 'initiator' } : { code: 'node', params: { node } };
}

function source(compiler: Compiler, assignee: Assignee): CompiledSource {
  return {
    why: whyOf(assignee),
    source: assignee,
    when: condition(compiler, assignee.when),
    having: assignee.having ? compileData(assignee.having, compiler.scope, compiler.functions) : undefined,
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
  const own = flow.edges.filter((edge) => edge.from === from);
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

function tableSet(compiler: Compiler, node: FlowNode): CompiledData | undefined {
  if (node.type !== 'rule' && node.type !== 'exclusive') return undefined;
  const table = node.table === undefined ? undefined : compiler.context.tables.get(node.table);
  const fields = table?.out ?? [];
  if (node.set) {
    const outputs = Object.fromEntries(fields.map((name) => [name, any]));
    return compileData(node.set, { ...compiler.scope, ...outputs }, compiler.functions);
  }
  if (node.type === 'exclusive') return undefined;
  const same = fields.filter((name) => name in compiler.context.scope);
  return (facts) => Object.fromEntries(same.map((name) => [name, facts[name] ?? null]));
}

function saves(compiler: Compiler, node: FlowNode): Map<number, CompiledData> {
  const found = new Map<number, CompiledData>();
  if (node.type !== 'action') return found;
  node.do.forEach((action, step) => {
    if (!('call' in action) || !action.save) return;
    found.set(step, compileData(action.save, { ...compiler.scope, answer: any }, compiler.functions));
  });
  return found;
}

export function compileFlow(flow: FlowDefinition, context: FlowContext): CompiledFlow {
  const compiler: Compiler = {
    scope: { ...context.scope, ...taskFacts },
    functions: context.functions,
    calendars: new Map(),
    context,
  };
  const { joins, frames } = blocksOf(flow);
  const graph = graphOf(flow);
  const nodes = new Map<string, CompiledNode>();
  for (const node of flow.nodes) {
    const normal = normalOutcome(node);
    const edges = edgesFrom(compiler, flow, node.key, normal);
    const work = node.type === 'approve' || node.type === 'handle' ? node : undefined;
    nodes.set(node.key, {
      key: node.key,
      node,
      normal,
      edges,
      ways: byOutcome(edges),
      frames: frames.get(node.key) ?? [],
      ahead: reach(graph.next, graph.next.get(node.key) ?? []),
      assignees: (work?.assignees ?? []).map((assignee) => source(compiler, assignee)),
      copy: (work?.copy ?? []).map((assignee) => source(compiler, assignee)),
      deadline: deadline(compiler, 'deadline' in node ? node.deadline : undefined),
      outcomes: new Map((work?.outcomes ?? []).map((own) => [own.key, condition(compiler, own.when)])),
      set: tableSet(compiler, node),
      saves: saves(compiler, node),
    });
  }
  const start = [...nodes.values()].find(({ node }) => node.type === 'start');
  if (!start) throw new Error(`Flow '${flow.key}' has no start; checkFlow says so before anything is compiled.`);
  return { flow, context, start, nodes, stars: edgesFrom(compiler, flow, '*', ''), joins };
}
