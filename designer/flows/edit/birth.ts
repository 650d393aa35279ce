import type { FlowDefinition, FlowEdge, FlowNode, FlowState, Localised } from '../../../engine/definition/index.ts';
import { isGate, needsJoin } from '../../../engine/flow/layout/graph.ts';
import { branchesOf, labelOf, propertiesOf, schemaOf, view } from '../../panel/schema.ts';
import { edgeKeys, freeKey, nodeKeys, stateKeys } from './edit.ts';
import type { Fragment } from './fragment.ts';

export type Kind = FlowNode['type'];

/** What a new node may have to know of the app. */
export interface Around {
  /** Who does the work until somebody says otherwise. */
  role: string;
  /** Another form, for a flow below this one. */
  form?: string;
  /** A sub-table of the form. */
  table?: string;
  decision?: string;
}

export interface KindInfo {
  kind: Kind;
  label: Localised;
  help?: string;
}

const NAMES: Readonly<Record<string, (typeof kindGroups)[number]>> = {
  approve: 'people',
  handle: 'people',
  cc: 'people',
  exclusive: 'ways',
  parallel: 'ways',
  inclusive: 'ways',
  foreach: 'ways',
  route: 'ways',
  end: 'ways',
};
export const kindGroups = ['people', 'ways', 'machine'] as const;
export const groupOf = (kind: Kind): (typeof kindGroups)[number] => NAMES[kind] ?? 'machine';

/** All kinds that the schema knows: what is added there is here too. */
const nodeSchema = view(view(schemaOf('flow')).properties === undefined ? {} : nodesOf());
function nodesOf(): unknown {
  const nodes = propertiesOf(schemaOf('flow')).find(({ name }) => name === 'nodes');
  return nodes?.node.items;
}
const branches = branchesOf(nodeSchema);
export const kindSchema = new Map<string, (typeof branches)[number]>(
  branches.flatMap((branch) => {
    const type = propertiesOf(branch).find(({ name }) => name === 'type')?.node.const;
    return typeof type === 'string' ? [[type, branch] as const] : [];
  }),
);
export const kindLabel = (kind: string): Localised => labelOf(kindSchema.get(kind) ?? {}, kind);

/** What can be put in: a start there is already, and a join comes with its split. */
export const addable: readonly KindInfo[] = [...kindSchema]
  .filter(([kind]) => kind !== 'start' && kind !== 'join')
  .map(([kind, schema]) => ({
    kind: kind as Kind,
    label: kindLabel(kind),
    ...(typeof schema.description === 'string' ? { help: schema.description } : {}),
  }));

/** A name that is not yet there: "Approval", then "Approval 2". */
export function freeLabel(flow: FlowDefinition, label: Localised): Localised {
  const said = new Set(
    flow.nodes.flatMap((node) => {
      if (!('label' in node) || node.label === undefined) return [];
      return typeof node.label === 'string' ? [node.label] : [node.label['zh-CN'], node.label.en];
    }),
  );
  if (!said.has(label['zh-CN']) && !said.has(label.en)) return label;
  for (let number = 2; ; number += 1) {
    const next = { 'zh-CN': `${label['zh-CN']} ${number}`, en: `${label.en} ${number}` };
    if (!said.has(next['zh-CN']) && !said.has(next.en)) return next;
  }
}

/** The state of a record that stands at a node of this name. */
export const stateLabel = (label: Localised): Localised => ({
  'zh-CN': `待${label['zh-CN']}`,
  en: `Waiting: ${label.en}`,
});

type Seed = (key: string, label: Localised, around: Around) => object;
/** What a kind must have beyond its key, its type and its name. */
const SEEDS: Partial<Record<Kind, Seed>> = {
  approve: (_key, _label, { role }) => ({ assignees: [{ role }] }),
  handle: (_key, _label, { role }) => ({ assignees: [{ role }] }),
  cc: () => ({ copy: [{ initiator: true }] }),
  action: () => ({ do: [{ set: {} }] }),
  wait: (key, _label, { role }) => ({
    for: [{ signal: `${key}_over`, label: { 'zh-CN': '继续', en: 'Go on' }, by: [{ role }] }],
  }),
  timer: () => ({ within: 'P1D' }),
  rule: (_key, _label, { decision }) => ({ table: decision ?? '' }),
  subflow: (_key, _label, { form }) => ({ form: form ?? '' }),
  foreach: (_key, _label, { table }) => (table === undefined ? { times: 2 } : { over: table }),
  route: () => ({ to: '' }),
  end: () => ({}),
};
/** Where the flow stands for a while, so that the record's state says so. */
const STANDS: ReadonlySet<string> = new Set(['approve', 'handle', 'wait', 'timer', 'subflow']);

/** What is being made: keys that are free are given out as it grows. */
export class Birth {
  readonly flow: FlowDefinition;
  readonly nodes: FlowNode[] = [];
  readonly edges: FlowEdge[] = [];
  readonly states: FlowState[] = [];
  private readonly around: Around;
  private readonly taken;

  constructor(flow: FlowDefinition, around: Around) {
    this.flow = flow;
    this.around = around;
    this.taken = { nodes: nodeKeys(flow), edges: edgeKeys(flow), states: stateKeys(flow) };
  }

  node(kind: Kind, name: Localised = kindLabel(kind)): FlowNode {
    const key = freeKey(kind, this.taken.nodes);
    this.taken.nodes.add(key);
    const label = freeLabel({ ...this.flow, nodes: [...this.flow.nodes, ...this.nodes] } as FlowDefinition, name);
    const state = STANDS.has(kind) ? { state: this.state(key, stateLabel(label)) } : {};
    const made = { key, type: kind, label, ...state, ...SEEDS[kind]?.(key, label, this.around) };
    const node = made as unknown as FlowNode;
    this.nodes.push(node);
    return node;
  }

  state(stem: string, label: Localised, tone: FlowState['tone'] = 'info'): string {
    const key = this.taken.states.has(stem) ? freeKey(stem, this.taken.states) : stem;
    this.taken.states.add(key);
    this.states.push({ key, label, tone });
    return key;
  }

  edge(from: string, to: string, more: Partial<FlowEdge> = {}): FlowEdge {
    const key = freeKey('way', this.taken.edges);
    this.taken.edges.add(key);
    const edge: FlowEdge = { key, from, to, ...more };
    this.edges.push(edge);
    return edge;
  }

  /** Where refusals end: the end that others lead to on a refusal, one that looks like it, or a new one. */
  refusedEnd(): string {
    const ends = this.flow.nodes.flatMap((node) => (node.type === 'end' ? [node] : []));
    const used = this.flow.edges.find(({ on, to }) => on === 'rejected' && ends.some(({ key }) => key === to));
    if (used !== undefined) return used.to;
    const tones = new Map(this.flow.states.map(({ key, tone }) => [key, tone]));
    const alike =
      ends.find(({ state }) => tones.get(state) === 'danger') ?? this.nodes.find(({ key }) => key === 'rejected');
    if (alike !== undefined) return alike.key;
    return this.end('rejected', { 'zh-CN': '已拒绝', en: 'Rejected' }, 'danger');
  }

  end(stem: string, label: Localised, tone: FlowState['tone']): string {
    const key = this.taken.nodes.has(stem) ? freeKey(stem, this.taken.nodes) : stem;
    this.taken.nodes.add(key);
    const state = this.flow.states.some((one) => one.key === stem) ? stem : this.state(stem, label, tone);
    this.nodes.push({ key, type: 'end', label, state });
    return key;
  }

  /** A node with the ways that it cannot be without. */
  worked(kind: Kind, name?: Localised): FlowNode {
    const node = this.node(kind, name);
    if (kind === 'approve') this.edge(node.key, this.refusedEnd(), { on: 'rejected' });
    return node;
  }

  done(entry: string, onward: readonly string[]): Fragment {
    return { nodes: this.nodes, edges: this.edges, entry, onward, states: this.states };
  }
}

const firstBranch: Localised = { 'zh-CN': '条件 1', en: 'Condition 1' };
const otherwise: Localised = { 'zh-CN': '其他情况', en: 'Otherwise' };

/** A new node of this kind with all that comes with it: a split with its branches and its join. */
export function bornFragment(flow: FlowDefinition, kind: Kind, around: Around): Fragment {
  const birth = new Birth(flow, around);
  const node = birth.worked(kind);
  if (!isGate(node)) return birth.done(node.key, [birth.edge(node.key, '').key]);
  if (!needsJoin(node)) {
    const way = birth.edge(node.key, '', { label: firstBranch });
    return birth.done(node.key, [way.key, birth.edge(node.key, '', { label: otherwise, default: true }).key]);
  }
  const join = birth.node('join');
  for (const more of branchSeeds(kind)) {
    const work = birth.worked('approve');
    birth.edge(node.key, work.key, more);
    birth.edge(work.key, join.key);
  }
  return birth.done(node.key, [birth.edge(join.key, '').key]);
}

function branchSeeds(kind: Kind): Partial<FlowEdge>[] {
  if (kind === 'foreach') return [{}];
  return kind === 'inclusive' ? [{ label: firstBranch }, { label: otherwise, default: true }] : [{}, {}];
}
