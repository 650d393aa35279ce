import type { AppModel, Label } from '../../definition/index.ts';
import { flowOfForm } from '../../definition/index.ts';
import { labelOfNode } from '../../flow/index.ts';
import { textOf } from '../../form/index.ts';
import type { IncidentGroup, IncidentsView, IncidentView } from '../../wire.ts';
import { type Locale, rolesIn, type UserActor } from '../access/actor.ts';
import { refusals } from '../door/refusal.ts';
import type { Host } from '../host.ts';
import { skipChoices } from '../records/repairs.ts';
import { INCIDENTS, UNFORESEEN } from '../records/words.ts';
import {
  countOpen,
  type FlowRow,
  failedCalls,
  failedTimers,
  MOST,
  type OutboxRow,
  stuckFlows,
  type TimerRow,
} from './find.ts';
import { told } from './told.ts';

type Found = Omit<IncidentGroup, 'items' | 'since'> & { item: IncidentView };

/** What went wrong in an app and waits for its administrators. Nobody else knows that there is such a thing. */
export class Incidents {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The app, for one of its administrators. */
  mustAdmin(app: string, user: UserActor): AppModel {
    const model = this.#host.apps.get(app);
    if (!model || !rolesIn(user, app).includes(model.app.admin)) throw refusals.unknown('app', app);
    return model;
  }

  count(app: string, user: UserActor): Promise<number> {
    this.mustAdmin(app, user);
    return countOpen(this.#host.database.knex, app);
  }

  async list(app: string, user: UserActor, locale: Locale): Promise<IncidentsView> {
    const model = this.mustAdmin(app, user);
    const { knex } = this.#host.database;
    const [flows, calls, timers] = await Promise.all([
      stuckFlows(knex, app),
      failedCalls(knex, app),
      failedTimers(knex, app),
    ]);
    const say = (label: Label | undefined): string => (label === undefined ? '' : textOf(label, locale));
    const found = [
      ...flows.slice(0, MOST).flatMap((row) => ofFlow(model, row, say)),
      ...calls.slice(0, MOST).map((row) => ofCall(model, row, say)),
      ...timers.slice(0, MOST).map((row) => ofTimer(model, row, say)),
    ];
    await this.#entitle(app, found, user);
    const isCut = [flows, calls, timers].some(({ length }) => length > MOST);
    return { total: found.length, isCut, groups: grouped(found) };
  }

  /** Records by their titles, as far as this administrator may see them. */
  async #entitle(app: string, found: readonly Found[], user: UserActor): Promise<void> {
    const forms = new Map<string, Set<string>>();
    for (const { item } of found) {
      if (item.form === undefined || item.record === undefined) continue;
      forms.set(item.form, (forms.get(item.form) ?? new Set()).add(item.record));
    }
    const titles: Record<string, string> = {};
    for (const [form, ids] of forms) Object.assign(titles, await this.#host.records.titles(app, form, [...ids], user));
    for (const { item } of found) item.title = titles[item.record ?? ''] ?? '';
  }
}

type Say = (label: Label | undefined) => string;

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ');

function ofFlow(model: AppModel, row: FlowRow, say: Say): Found[] {
  const flow = model.flows.get(row.flow);
  return row.tokens.flatMap((token) => {
    const { incident, node } = token;
    if (!incident) return [];
    const happened = row.events.find((event) => event.node === node);
    const answer =
      incident.code === 'call_failed' || incident.code === 'subflow_failed'
        ? row.answers.find((one) => one.node === node)
        : undefined;
    const choices = flow ? skipChoices(flow, node) : [];
    const item: IncidentView = {
      id: `flow:${row.instance}:${token.id}`,
      form: row.form,
      record: row.record,
      title: '',
      since: new Date(happened?.at ?? token.enteredAt).toISOString(),
      attempts: Math.max(1, happened?.tries ?? 1),
      ...(answer?.detail ? { answer: told(answer.detail) } : {}),
    };
    const base = { kind: 'flow' as const, form: row.form, node, mayDrop: false, item };
    return [
      {
        ...base,
        key: `flow ${incident.code} ${row.flow} ${node}`,
        cause: say(INCIDENTS[incident.code] ?? UNFORESEEN),
        place: joined([say(flow?.label), flow ? say(labelOfNode(flow, node)) : '']),
        outcomes: choices.map(({ key, label }) => ({ key, label: say(label) })),
      },
    ];
  });
}

const CALLS: Readonly<Record<string, Label>> = {
  waiting: { 'zh-CN': '正在自动重试', en: 'Tried again by itself' },
  dead: { 'zh-CN': '多次尝试后失败', en: 'Given up after its attempts' },
  // Asked once, and no second time would have changed the answer.
  refused: { 'zh-CN': '未能发出，重试也没有用', en: 'Refused, and trying again would not help' },
  connector_not_configured: { 'zh-CN': '连接器还没有配置好', en: 'The connector has not been set up' },
};

function causeOf({ status, attempts, error }: OutboxRow): Label | undefined {
  if (status !== 'dead') return CALLS.waiting;
  return CALLS[error?.code ?? ''] ?? (attempts > 1 ? CALLS.dead : CALLS.refused);
}
const KINDS: Readonly<Record<string, Label>> = {
  signal: { 'zh-CN': '通知其他流程', en: 'A signal to another flow' },
  message: { 'zh-CN': '发送消息', en: 'A message to people' },
};
const OTHER_FLOW: Label = { 'zh-CN': '子流程', en: 'A sub-flow' };

/** A flow that a step has begun and does not wait for: which step that was. */
function stepOf(model: AppModel, { kind, flow: key, node }: OutboxRow, say: Say): string[] {
  const flow = kind === 'subflow' ? model.flows.get(key ?? '') : undefined;
  return flow && node !== null ? [say(flow.label), say(labelOfNode(flow, node))] : [];
}

function ofCall(model: AppModel, row: OutboxRow, say: Say): Found {
  const connector = model.connectors.get(row.connector ?? '');
  const isDead = row.status === 'dead';
  const operation = say(connector?.operations[row.operation ?? '']?.label);
  const where = connector
    ? [say(connector.label), operation]
    : [...stepOf(model, row, say), say(KINDS[row.kind] ?? OTHER_FLOW)];
  return {
    key: `outbox ${isDead} ${row.kind} ${row.connector}.${row.operation} ${row.error?.code ?? ''}${row.kind === 'subflow' ? ` ${row.flow} ${row.node}` : ''}`,
    kind: 'outbox',
    cause: say(causeOf(row)),
    place: joined(where),
    outcomes: [],
    mayDrop: true,
    item: {
      id: `outbox:${row.id}`,
      ...(row.form ? { form: row.form } : {}),
      ...(row.record ? { record: row.record } : {}),
      title: '',
      since: new Date(row.done_at ?? row.created_at).toISOString(),
      attempts: row.attempts,
      ...(isDead ? {} : { nextAt: new Date(row.next_at).toISOString() }),
      ...(row.error?.detail ? { answer: told(row.error.detail) } : {}),
    },
  };
}

const TIMERS: Readonly<Record<string, Label>> = {
  draft: { 'zh-CN': '提交的申请等待校验', en: 'A submission that waits to be checked' },
  schedule: { 'zh-CN': '定时规则', en: 'A rule by the clock' },
};
const DEADLINE: Label = { 'zh-CN': '时限', en: 'A deadline' };
const NOT_DONE: Label = { 'zh-CN': '到时间了却没有办成', en: 'It was due and could not be done' };

function ofTimer(model: AppModel, row: TimerRow, say: Say): Found {
  const flow = row.form === null ? undefined : flowOfForm(model, row.form);
  const node = flow && row.node !== null ? say(labelOfNode(flow, row.node)) : '';
  const kind = say(TIMERS[row.kind] ?? DEADLINE);
  return {
    key: `timer ${row.status} ${row.kind} ${row.form ?? ''} ${row.node ?? ''}`,
    kind: 'timer',
    cause: say(NOT_DONE),
    place: joined([flow ? say(flow.label) : '', node, kind]),
    outcomes: [],
    mayDrop: false,
    item: {
      id: `timer:${row.id}`,
      ...(row.form ? { form: row.form } : {}),
      ...(row.record ? { record: row.record } : {}),
      title: '',
      since: new Date(row.due_at).toISOString(),
      attempts: row.attempts,
      ...(row.status === 'failed' ? {} : { nextAt: new Date(row.next_at).toISOString() }),
      answer: told(row.error),
    },
  };
}

/** The largest first; within each the oldest. */
function grouped(found: readonly Found[]): IncidentGroup[] {
  const groups = new Map<string, IncidentGroup>();
  for (const { item, ...group } of found) {
    const known = groups.get(group.key) ?? { ...group, since: item.since, items: [] };
    known.items.push(item);
    if (item.since < known.since) known.since = item.since;
    groups.set(group.key, known);
  }
  for (const { items } of groups.values()) items.sort((a, b) => (a.since < b.since ? -1 : 1));
  return [...groups.values()].sort((a, b) => b.items.length - a.items.length || (a.since < b.since ? -1 : 1));
}
