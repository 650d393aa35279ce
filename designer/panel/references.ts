import type { FlowDefinition, FormDefinition, Label } from '../../engine/definition/index.ts';
import type { Json } from '../draft/types.ts';
import type { PickItem } from '../editors/controls/pick.ts';
import { directory } from '../facts/directory.ts';
import type { Draft } from '../facts/index.ts';
import type { PanelContext } from './context.ts';
import { parentOf, valueAt } from './pointer.ts';

interface Question {
  context: PanelContext;
  root: Json | undefined;
  pointer: string;
  say: (label: Label | undefined) => string;
}

interface Asked extends Question {
  draft: Draft;
  /** What the neighbour says: the form of "field of form". */
  of: string | undefined;
}

/** The nearest enclosing object that has this property: "form", "from.form". */
function neighbour({ root, pointer }: Question, path: string): string | undefined {
  const steps = path
    .split('.')
    .map((name) => `/${name}`)
    .join('');
  for (let at = pointer; at !== ''; at = parentOf(at)) {
    const found = valueAt(root, parentOf(at) + steps);
    if (typeof found === 'string') return found;
  }
  return undefined;
}

const item = (value: string, label: string, more: Partial<PickItem> = {}): PickItem => ({
  value,
  label: label || value,
  hint: value,
  ...more,
});

const named = (of: ReadonlyMap<string, { key: string; label?: Label }>, say: Question['say']): PickItem[] =>
  [...of.values()].map(({ key, label }) => item(key, say(label)));

function formAt({ draft, of, context }: Asked): FormDefinition | undefined {
  return draft.forms.get(of ?? context.form ?? '');
}

function flowAt({ draft, of, context }: Asked): FlowDefinition | undefined {
  const own = draft.flows.get(of ?? context.flow ?? '');
  return own ?? [...draft.flows.values()].find(({ form }) => form === context.form);
}

const fields = (form: FormDefinition | undefined, say: Question['say']): PickItem[] =>
  (form?.fields ?? []).map(({ key, label }) => item(key, say(label)));

function fieldPaths(form: FormDefinition | undefined, say: Question['say']): PickItem[] {
  return (form?.fields ?? []).flatMap((field) => [
    item(field.key, say(field.label)),
    ...(field.type === 'table'
      ? field.fields.map(({ key, label }) =>
          item(`${field.key}.${key}`, `${say(field.label)} › ${say(label)}`, { depth: 1 }),
        )
      : []),
  ]);
}

function tables(form: FormDefinition | undefined, say: Question['say']): PickItem[] {
  return (form?.fields ?? []).filter(({ type }) => type === 'table').map(({ key, label }) => item(key, say(label)));
}

function columns(asked: Asked): PickItem[] {
  // The panel of a table's own: its columns stand in the value itself.
  const own = valueAt(asked.root, '/fields');
  if (asked.of === undefined && Array.isArray(own)) {
    return own.flatMap((column) =>
      typeof column === 'object' && column !== null && !Array.isArray(column) && typeof column.key === 'string'
        ? [item(column.key, asked.say(column.label as Label | undefined))]
        : [],
    );
  }
  const form = asked.draft.forms.get(asked.context.form ?? '');
  const table = form?.fields.find(({ key }) => key === (asked.of ?? asked.context.table));
  return table?.type === 'table' ? table.fields.map(({ key, label }) => item(key, asked.say(label))) : [];
}

/** Where records are listed, the engine's own columns can be named like fields. */
const listed = (form: FormDefinition | undefined, say: Question['say']): PickItem[] => [
  ...fields(form, say),
  ...(['state', 'created_at', 'created_by', 'updated_at'] as const).map((key) => item(key, say(system[key]))),
];
const system = {
  state: { 'zh-CN': '状态', en: 'State' },
  created_at: { 'zh-CN': '创建时间', en: 'Created at' },
  created_by: { 'zh-CN': '创建人', en: 'Created by' },
  updated_at: { 'zh-CN': '最后修改时间', en: 'Last changed at' },
};
const everyone = { 'zh-CN': '所有登录用户', en: 'Everybody signed in' };
const visitor = { 'zh-CN': '访客（无账号）', en: 'Visitors (no account)' };
const initiator = { 'zh-CN': '发起人', en: 'Whoever began' };

/** The usual outcomes of nodes, which an edge or a trigger names without anybody having written them down. */
const outcomes: Readonly<Record<string, Label>> = {
  approved: { 'zh-CN': '同意', en: 'Approved' },
  rejected: { 'zh-CN': '拒绝', en: 'Rejected' },
  returned: { 'zh-CN': '退回', en: 'Returned' },
  completed: { 'zh-CN': '完成', en: 'Completed' },
  received: { 'zh-CN': '收到', en: 'Received' },
  timeout: { 'zh-CN': '超时', en: 'Timed out' },
  error: { 'zh-CN': '出错', en: 'Error' },
  done: { 'zh-CN': '已执行', en: 'Done' },
};

function ownOutcomes(flow: FlowDefinition | undefined): { key: string; label?: Label }[] {
  return (flow?.nodes ?? []).flatMap((node) => ('outcomes' in node && node.outcomes ? node.outcomes : []));
}

function signalsOf(flow: FlowDefinition | undefined): { signal: string; label?: Label }[] {
  return (flow?.nodes ?? []).flatMap((node) => (node.type === 'wait' ? node.for : []));
}

const sources: Readonly<Record<string, (asked: Asked) => PickItem[]>> = {
  form: ({ draft, say }) => named(draft.forms, say),
  field: (asked) => fields(formAt(asked), asked.say),
  listField: (asked) => listed(formAt(asked), asked.say),
  sortField: (asked) =>
    listed(formAt(asked), asked.say).flatMap((one) => [
      { ...one, label: `${one.label} ↑` },
      { ...one, value: `-${one.value}`, label: `${one.label} ↓` },
    ]),
  fieldPath: (asked) => fieldPaths(formAt(asked), asked.say),
  column: columns,
  table: (asked) => tables(formAt(asked), asked.say),
  rights: (asked) => [
    item('*', asked.say({ 'zh-CN': '其余全部', en: 'Everything else' })),
    ...fieldPaths(formAt(asked), asked.say),
  ],
  role: ({ draft, say }) => [
    ...draft.app.roles.map(({ key, label }) => item(key, say(label))),
    item('everyone', say(everyone)),
    item('visitor', say(visitor)),
  ],
  ownRole: ({ draft, say }) => draft.app.roles.map(({ key, label }) => item(key, say(label))),
  attribute: ({ draft }) =>
    [...new Set(draft.app.roles.flatMap(({ attributes = [] }) => attributes))].map((key) => item(key, key)),
  user: ({ context }) => (context.people ?? []).map(({ login, name }) => item(login, name)),
  department: ({ say }) => directory.value.departments.map(({ value, label }) => item(value, say(label))),
  flow: ({ draft, say }) => named(draft.flows, say),
  node: (asked) =>
    (flowAt(asked)?.nodes ?? []).map((node) => item(node.key, asked.say('label' in node ? node.label : undefined))),
  workNode: (asked) => [
    ...(flowAt(asked)?.nodes ?? []).flatMap((node) =>
      node.type === 'approve' || node.type === 'handle' ? [item(node.key, asked.say(node.label))] : [],
    ),
    item('initiator', asked.say(initiator)),
  ],
  state: (asked) => (flowAt(asked)?.states ?? []).map(({ key, label }) => item(key, asked.say(label))),
  outcome: (asked) => [
    ...ownOutcomes(flowAt(asked)).map(({ key, label }) => item(key, asked.say(label))),
    ...Object.entries(outcomes).map(([key, label]) => item(key, asked.say(label))),
  ],
  signal: (asked) => {
    const flows = [...asked.draft.flows.values()];
    const all = flows.flatMap(signalsOf).map(({ signal, label }) => item(signal, asked.say(label)));
    return [...new Map(all.map((one) => [one.value, one])).values()];
  },
  decisionTable: ({ draft, say }) => named(draft.tables, say),
  output: ({ draft, of }) => (draft.tables.get(of ?? '')?.out ?? []).map((key) => item(key, key)),
  message: ({ draft, say }) => named(draft.messages, say),
  connector: ({ draft, say }) => named(draft.connectors, say),
  operation: ({ draft, of }) =>
    Object.keys(draft.connectors.get(of ?? '')?.operations ?? {}).map((key) => item(key, key)),
  call: ({ draft, say }) =>
    [...draft.connectors.values()].flatMap(({ key, label, operations = {} }) =>
      Object.keys(operations).map((operation) => item(`${key}.${operation}`, `${say(label) || key} › ${operation}`)),
    ),
  calendar: ({ draft, say }) => named(draft.calendars, say),
  board: ({ draft, say }) => named(draft.reports, say),
  setting: ({ draft, say }) => (draft.app.settings ?? []).map(({ key, label }) => item(key, say(label))),
  channel: ({ draft, say }) => [
    item('inbox', say({ 'zh-CN': '站内消息', en: 'Inbox' })),
    ...Object.entries(draft.app.channels ?? {}).map(([key, { label }]) => item(key, say(label))),
  ],
  lookup: (asked) => (formAt(asked)?.lookups ?? []).map(({ key }) => item(key, key)),
  check: (asked) =>
    (formAt(asked)?.checks ?? []).map(({ key, label, refuse, warn }) => item(key, asked.say(label ?? refuse ?? warn))),
  measure: ({ root }) => {
    const measures = valueAt(root, '/measures');
    return Array.isArray(measures)
      ? measures.flatMap((one) =>
          typeof one === 'object' && one !== null && !Array.isArray(one) && typeof one.key === 'string'
            ? [item(one.key, one.key)]
            : [],
        )
      : [];
  },
};

/** Whether the kind of a reference is one that has choices. */
export const isKnownKind = (reference: string): boolean => Object.hasOwn(sources, reference.split(' of ')[0] ?? '');

/** Kinds whose list can never be whole: what is typed may stand. */
const openKinds = new Set(['user', 'department', 'outcome', 'signal', 'attribute', 'operation', 'output', 'column']);
export const isOpenKind = (reference: string): boolean => openKinds.has(reference.split(' of ')[0] ?? '');

/** What may be chosen for a reference: "form", "field", "field of form", "node of flow". */
export function choicesFor(reference: string, question: Question): PickItem[] {
  const [kind = '', of] = reference.split(' of ');
  const { draft } = question.context;
  return (
    sources[kind]?.({ ...question, draft, of: of === undefined ? undefined : (neighbour(question, of) ?? '') }) ?? []
  );
}
