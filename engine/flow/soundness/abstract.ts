import type { Action, DecisionTable, FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';
import type { CompiledCondition } from '../../expression/index.ts';
import type { ResolvedAction } from '../../rule/types.ts';
import { outcomesOf } from '../check/outcomes.ts';
import { type CompiledEdge, type CompiledFlow, compileFlow } from '../compile.ts';
import { isWork } from '../outcomes.ts';
import type { FlowInputs } from '../types.ts';
import { Choices } from './choices.ts';
import { groupKey, groupsOf, takesSeveral } from './groups.ts';
import type { SoundnessFacts } from './types.ts';

/** Which edges of a group hold together: each entry is one possible answer of the data. */
export type Ways = ReadonlyMap<string, readonly (readonly string[])[]>;

/**
 * The flow as the engine itself would run it, with every question that data or people decide answered in every possible
 * way. Nothing of the engine's semantics is written here a second time.
 */
export interface AbstractFlow {
  compiled: CompiledFlow;
  flow: FlowDefinition;
  choices: Choices;
  inputs: FlowInputs;
  /** Keys of the edges that are drawn: a jump is none of them. */
  drawn: ReadonlySet<string>;
  /** Edges found open since it was last emptied. */
  taken: string[];
  /** The node that is being entered. */
  at: string;
  /** Outcomes that a work node may be given. */
  outcomes: ReadonlyMap<string, readonly string[]>;
}

/** Somebody: who it is does not matter for the ways of a flow. */
export const somebody = 'somebody';

const untilLater = (outcome: string | undefined) =>
  outcome === undefined ? {} : { deadline: { within: 'PT1H', outcome } };

/** What ties a node to where the rest of the case stands. */
function gatesOf(node: FlowNode): { mutex?: string; milestone?: string } {
  return {
    ...('mutex' in node && node.mutex !== undefined ? { mutex: node.mutex } : {}),
    ...('milestone' in node && node.milestone !== undefined ? { milestone: node.milestone } : {}),
  };
}

type Abstracts = {
  [T in FlowNode['type']]?: (node: Extract<FlowNode, { type: T }>, outcomes: readonly string[]) => FlowNode;
};

function workNode(node: Extract<FlowNode, { type: 'approve' | 'handle' }>, outcomes: readonly string[]): FlowNode {
  const { type, key, label, returnTo, allow, afterReturn } = node;
  return {
    type,
    key,
    label,
    assignees: [{ user: somebody }],
    ...(outcomes.length > 0 ? { outcomes: outcomes.map((outcome) => ({ key: outcome, label: outcome })) } : {}),
    allow: allow?.includes('return') ? ['return'] : ['comment'],
    ...(returnTo ? { returnTo } : {}),
    ...(afterReturn ? { afterReturn } : {}),
    ...gatesOf(node),
  };
}

/** Each kind without all that data decides: conditions, formulas, people and times. */
const abstracts: Abstracts = {
  approve: workNode,
  handle: workNode,
  wait: ({ deadline, undo: _undo, ...rest }) => ({ ...rest, ...untilLater(deadline?.outcome) }),
  action: ({ type, key, label, do: actions, deadline, ...rest }) => ({
    type,
    key,
    label,
    do: actions.map(withoutSave),
    ...untilLater(deadline?.outcome),
    ...gatesOf({ type, key, label, do: actions, ...rest }),
  }),
  rule: ({ type, key, label, table }) => ({ type, key, table, ...(label === undefined ? {} : { label }) }),
  exclusive: ({ set: _set, ...rest }) => rest,
  // How often is asked of the choices; see askNumbers.
  foreach: ({ type, key, label }) => ({ type, key, label, times: 1 }),
  timer: ({ type, key, label }) => ({ type, key, label, within: 'PT1H' }),
  subflow: ({ type, key, label, form, wait, deadline, ...rest }) => ({
    type,
    key,
    label,
    form,
    ...(wait === undefined ? {} : { wait }),
    ...untilLater(deadline?.outcome),
    ...gatesOf({ type, key, label, form, ...rest }),
  }),
  cc: ({ type, key, label }) => ({ type, key, label, copy: [{ user: somebody }] }),
  join: ({ n, ...rest }) => (n === undefined ? rest : { ...rest, n: typeof n === 'number' ? n : 1 }),
};

function abstractNode(node: FlowNode, outcomes: readonly string[]): FlowNode {
  // The table pairs each kind with its own node, which the compiler cannot follow through an index.
  const abstract = abstracts[node.type] as ((node: FlowNode, outcomes: readonly string[]) => FlowNode) | undefined;
  return abstract ? abstract(node, outcomes) : node;
}

function withoutSave(action: Action): Action {
  if (!('call' in action)) return { set: {} };
  const { save: _save, ...rest } = action;
  return rest;
}

/** Calls keep the flow waiting; all else that an action does changes none of its ways. */
function actionAnswer(action: Action, choices: Choices): ResolvedAction | undefined {
  if ('call' in action) {
    if (action.when && choices.choose(2) === 1) return undefined;
    const [connector = '', operation = ''] = action.call.split('.');
    return { kind: 'call', connector, operation, data: {} };
  }
  return { kind: 'set', set: {} };
}

const unquoted = (cell: string): string => cell.replace(/^"(.*)"$/, '$1');

/** What a table may answer in its first output; `null`: no row fits. Formulas: any outcome that has an edge. */
export function tableAnswers(table: DecisionTable | undefined, edges: readonly FlowEdge[]): (string | null)[] {
  const named = edges.flatMap((edge) => (edge.on === undefined ? [] : [edge.on]));
  if (!table) return [...new Set(named)];
  const cells = table.rows.map((row) => row[table.in.length] ?? '');
  const open = cells.some((cell) => cell.startsWith('='));
  const answers = new Set<string | null>(cells.filter((cell) => !cell.startsWith('=')).map(unquoted));
  if (open) for (const outcome of named) answers.add(outcome);
  const always = table.rows.some((row) => row.slice(0, table.in.length).every((cell) => cell.trim() === '-'));
  // Whether rows leave a gap is not decided here; where the flow has a way for it, that way is gone as well.
  if (!always && edges.some((edge) => edge.default || edge.on === undefined)) answers.add(null);
  return [...answers];
}

/** Each edge asks for the answer of its whole group once, when the first of them is tried. */
function askEdges(abstract: AbstractFlow, edges: readonly CompiledEdge[], ways: readonly (readonly string[])[]): void {
  let answer: readonly string[] = [];
  edges.forEach((compiled, index) => {
    const { edge } = compiled;
    const test = (): boolean => {
      if (index === 0) answer = ways[abstract.choices.choose(ways.length)] ?? [];
      const holds = edge.default === true || answer.includes(edge.key);
      if (holds) abstract.taken.push(edge.key);
      return holds;
    };
    const when: CompiledCondition = { test, depends: [], explain: () => ({ kind: 'all', result: true, of: [] }) };
    compiled.when = when;
  });
}

/** What the table of each decision may answer, by node. */
function answersByNode(flow: FlowDefinition, facts: SoundnessFacts): Map<string, (string | null)[]> {
  return new Map(
    flow.nodes.flatMap((node) => {
      if (node.type !== 'exclusive' || node.table === undefined) return [];
      const edges = flow.edges.filter((edge) => edge.from === node.key);
      return [[node.key, tableAnswers(facts.tables?.get(node.table), edges)] as const];
    }),
  );
}

/** Two rows stand for any number of them: more do nothing that two would not. A number that is written is no question. */
function askNumbers({ compiled, flow, choices }: AbstractFlow): void {
  for (const node of flow.nodes) {
    const own = compiled.nodes.get(node.key);
    if (!own) continue;
    if (node.type === 'foreach') {
      const { times } = node;
      own.number = typeof times === 'number' ? () => Math.min(times, 2) : () => [2, 0][choices.choose(2)] ?? 0;
    } else if (node.type === 'join' && typeof node.n === 'string') own.number = () => 1 + choices.choose(3);
  }
}

function inputsFor(flow: FlowDefinition, facts: SoundnessFacts, choices: Choices, at: () => string): FlowInputs {
  const now = '2000-01-01T00:00:00.000Z';
  const answers = answersByNode(flow, facts);
  let ids = 0;
  return {
    now,
    actor: { kind: 'user', id: somebody, login: somebody, roles: ['admin'] },
    facts: {},
    env: { now, timeZone: 'UTC' },
    nextId: () => {
      ids += 1;
      return `i${ids}`;
    },
    directory: {
      byLogin: (login) => login,
      members: () => [somebody],
      load: () => ({}),
      turn: () => 0,
    },
    evaluateTable: (key) => {
      const possible = answers.get(at()) ?? [null];
      const answer = possible[choices.choose(possible.length)] ?? null;
      const output = facts.tables?.get(key)?.out[0] ?? 'outcome';
      return answer === null ? { outputs: {}, rows: [] } : { outputs: { [output]: answer }, rows: [0] };
    },
    resolveAction: (action) => actionAnswer(action, choices),
  };
}

/** A table that is not known still names the ways it may take. */
function tablesFor(flow: FlowDefinition, facts: SoundnessFacts): Map<string, DecisionTable> {
  const tables = new Map(facts.tables ?? []);
  for (const node of flow.nodes) {
    if (!('table' in node) || node.table === undefined || tables.has(node.table)) continue;
    tables.set(node.table, { key: node.table, label: '', form: flow.form, in: [], out: ['outcome'], rows: [] });
  }
  return tables;
}

export function abstractFlow(flow: FlowDefinition, facts: SoundnessFacts, ways: Ways): AbstractFlow {
  const outcomes = new Map(
    flow.nodes.filter(isWork).map((node) => [node.key, [...outcomesOf(node, facts).must]] as const),
  );
  const bare: FlowDefinition = {
    ...flow,
    nodes: flow.nodes.map((node) => abstractNode(node, outcomes.get(node.key) ?? [])),
    edges: flow.edges.map(({ when: _when, while: _while, undo: _undo, ...edge }) => edge),
  };
  const tables = tablesFor(flow, facts);
  const compiled = compileFlow(bare, { scope: {}, calendars: new Map(), tables, admin: 'admin' });
  const choices = new Choices();
  const abstract: AbstractFlow = {
    compiled,
    flow,
    choices,
    inputs: inputsFor(flow, facts, choices, () => abstract.at),
    drawn: new Set(flow.edges.map(({ key }) => key)),
    taken: [],
    at: compiled.start.key,
    outcomes,
  };
  const groups = groupsOf(flow);
  for (const { key, node, edges, ways: byOutcome } of compiled.nodes.values()) {
    const all = takesSeveral(node) ? [[undefined, edges] as const] : [...byOutcome];
    for (const [outcome, own] of all) {
      const group = groups.get(groupKey(key, outcome));
      const open = (group && ways.get(groupKey(key, outcome))) ?? [own.map(({ edge }) => edge.key)];
      askEdges(abstract, own, open);
    }
  }
  askNumbers(abstract);
  return abstract;
}
