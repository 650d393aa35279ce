import { type FlowEvent, staysOf, type Why } from '../../flow/index.ts';
import type { StayStatus } from '../../flow/stays.ts';
import { peopleIn } from '../../flow/why.ts';
import { textOf } from '../../form/index.ts';
import type { Json, NodePlayed, SimulationRecord, SimulationTask, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import type { RunningHost } from '../compose.ts';
import type { Connections } from '../door/connections.ts';
import { FlowWords } from '../records/words.ts';
import type { Named } from '../scenario/records.ts';
import type { Story } from '../scenario/story.ts';
import { both, writer } from './words.ts';

export interface Place {
  host: RunningHost;
  sql: Connections;
  app: LiveApp;
  story: Story;
  flow: string;
}

interface TaskRow {
  id: string;
  record: string;
  form: string;
  node: string;
  kind: SimulationTask['kind'];
  assignee: string | null;
  role: string | null;
  having: Record<string, Json> | null;
  separate: string[] | null;
  why: Why | null;
  due_at: string | null;
  overdue: boolean;
}

/** The records of the story: that of the flow that is simulated first, then as they came. */
export function recordsOf({ story, app, flow }: Place): { name?: string; record: Named }[] {
  const form = app.model.flows.get(flow)?.form;
  const last = story.records.get(undefined);
  const named = [...story.records.named].map(([name, record]) => ({ name, record }));
  const isNamed = named.some(({ record }) => record.id === last?.id);
  const all = [...(last && !isNamed ? [{ record: last }] : []), ...named];
  return all.sort((a, b) => Number(b.record.form === form) - Number(a.record.form === form));
}

/** What is on whose desk now, and why. */
export async function openTasks({ host, app }: Place): Promise<SimulationTask[]> {
  const rows = await host.database
    .knex('engine.task')
    .where({ app: app.key, status: 'open' })
    .whereNot('kind', 'copy')
    .orderBy(['created_at', 'id'])
    .select<TaskRow[]>('*');
  const staff = await host.people.of(app.key);
  const login = (id: string): string => staff.person(id)?.login ?? '';
  return rows.map((row) => {
    const node = [...app.model.flows.values()].flatMap(({ form, nodes }) => (form === row.form ? nodes : []));
    const label = node.find(({ key }) => key === row.node)?.label ?? row.node;
    const barred = new Set(row.separate ?? []);
    const open = row.assignee === null ? staff.members(row.role ?? '', row.having ?? {}) : [row.assignee];
    const names = Object.fromEntries((row.why ? peopleIn(row.why) : []).map((id) => [id, staff.person(id)?.name]));
    const form = app.form(row.form);
    const why = row.why && form && both((locale) => reason(app, form, row.why, inWords(names, locale), locale));
    return {
      id: row.id,
      record: row.record,
      form: row.form,
      node: row.node,
      label,
      kind: row.kind,
      people: open.filter((id) => !barred.has(id)).map(login),
      why: why ? [why] : [],
      overdue: row.overdue,
      ...(row.assignee === null ? {} : { assignee: login(row.assignee) }),
      ...(row.role === null
        ? {}
        : { role: row.role, roleLabel: app.model.app.roles.find(({ key }) => key === row.role)?.label ?? row.role }),
      ...(row.due_at === null ? {} : { dueAt: row.due_at }),
    };
  });
}

/** As the record's own page tells it: with what the app calls its roles, steps and fields. */
function reason(
  app: LiveApp,
  form: LiveForm,
  why: Why | null,
  names: Readonly<Record<string, string>>,
  locale: Locale,
): string {
  return new FlowWords({ app, form, locale, names, rights: {} }).why(why ?? { code: '' })[0] ?? '';
}

function inWords(
  names: Readonly<Record<string, Parameters<typeof textOf>[0] | undefined>>,
  locale: 'zh-CN' | 'en',
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).map(([id, name]) => [id, name === undefined ? id : textOf(name, locale)]),
  );
}

const STATES: Readonly<Record<StayStatus, NodePlayed>> = {
  current: 'current',
  held: 'current',
  incident: 'incident',
  left: 'done',
  skipped: 'skipped',
  returned: 'waiting',
  cancelled: 'skipped',
};
/** Where the flow stands at a node several times, the one that asks for something counts. */
const URGENT: readonly StayStatus[] = ['incident', 'current', 'held'];

/** Where the newest record of the flow stands, node by node. */
export async function standing({
  host,
  app,
  flow,
}: Place): Promise<{ nodes: Record<string, NodePlayed>; isOver: boolean }> {
  const instance = await host.database
    .knex('engine.instance')
    .where({ app: app.key, flow })
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first<{ id: string; status: string } | undefined>('id', 'status');
  if (instance === undefined) return { nodes: {}, isOver: false };
  const rows = await host.database
    .knex('engine.event')
    .where({ instance: instance.id })
    .orderBy('seq')
    .select<{ seq: number; at: string; type: string; data: object }[]>('seq', 'at', 'type', 'data');
  const nodes: Record<string, NodePlayed> = {};
  for (const stay of staysOf(rows.map(({ seq, at, type, data }) => ({ ...data, seq, at, type }) as FlowEvent))) {
    const isLeft = nodes[stay.node] !== 'current' && nodes[stay.node] !== 'incident';
    if (isLeft || URGENT.includes(stay.status)) nodes[stay.node] = stay.undone ? 'waiting' : STATES[stay.status];
  }
  return { nodes, isOver: !['running', 'suspended'].includes(instance.status) };
}

/** What a record holds, in words; `before`: its values when that was last asked. */
export async function recordShown(
  place: Place,
  { name, record }: { name?: string; record: Named },
  before: Map<string, Values>,
): Promise<SimulationRecord> {
  const { app, story } = place;
  const form = app.form(record.form);
  const { state, ...values } = await story.values(record);
  const known = before.get(record.id);
  const written = form && (await writer(place, app, form, [values]));
  const fields = form?.form.fields ?? [];
  const { title } = form?.form ?? {};
  return {
    ...(name === undefined ? {} : { name }),
    id: record.id,
    form: record.form,
    title: title === undefined ? '' : String(values[title] ?? ''),
    ...(state === null
      ? {}
      : { state, stateLabel: form?.flow?.definition.states.find(({ key }) => key === state)?.label ?? state }),
    values: fields.flatMap(({ key, label }) => {
      const value = values[key] ?? null;
      if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
      const text = both((locale) => written?.(key, value, locale) ?? '');
      const isNew = known !== undefined && JSON.stringify(known[key] ?? null) !== JSON.stringify(value);
      return [{ key, label, text, isNew }];
    }),
  };
}
