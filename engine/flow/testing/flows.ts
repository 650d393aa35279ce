import type { Assignee, Condition, FlowDefinition, FlowEdge, FlowNode } from '../../definition/types.generated.ts';

type Edge = Omit<FlowEdge, 'key'> & { key?: string };

/** "a → b", "a -rejected→ b". */
export function edge(text: string, more: Partial<FlowEdge> = {}): Edge {
  const found = /^(\S+) (?:-(\w+))?→ (\w+)$/.exec(text);
  const [, from = '', on, to = ''] = found ?? [];
  return on === undefined ? { from, to, ...more } : { from, to, on, ...more };
}

export const over = (fact: string, value: string | number): Condition => ({
  all: [{ fact, operator: 'greaterThan', value }],
});

export const is = (fact: string, value: string): Condition => ({ all: [{ fact, operator: 'equal', value }] });

export function flow(nodes: FlowNode[], edges: Edge[], states: string[] = []): FlowDefinition {
  const named = nodes.flatMap((node) => ('state' in node && node.state !== undefined ? [node.state] : []));
  const keys = [...new Set([...states, ...named])];
  return {
    key: 'test',
    label: 'Test',
    form: 'thing',
    states: keys.map((key) => ({ key, label: key })),
    nodes,
    edges: edges.map((one, index) => ({ key: `e${index}`, ...one })),
  };
}

export const start: FlowNode = { type: 'start', key: 'start' };
export const done: FlowNode = { type: 'end', key: 'done', state: 'done' };
export const refused: FlowNode = { type: 'end', key: 'refused', state: 'refused' };

export type Approve = Extract<FlowNode, { type: 'approve' }>;
export type Handle = Extract<FlowNode, { type: 'handle' }>;

const who = (assignee: string | Assignee[]): Assignee[] =>
  typeof assignee === 'string' ? [{ user: assignee }] : assignee;

export const approve = (key: string, assignee: string | Assignee[], more: Partial<Approve> = {}): FlowNode => ({
  type: 'approve',
  key,
  label: key,
  assignees: who(assignee),
  ...more,
});

export const handle = (key: string, assignee: string | Assignee[], more: Partial<Handle> = {}): FlowNode => ({
  type: 'handle',
  key,
  label: key,
  assignees: who(assignee),
  ...more,
});

/** start → node → done, rejected → refused. */
export const single = (node: FlowNode, more: Edge[] = []): FlowDefinition =>
  flow(
    [start, node, done, refused],
    [edge(`start → ${node.key}`), edge(`${node.key} → done`), edge(`${node.key} -rejected→ refused`), ...more],
  );
