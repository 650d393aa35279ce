import type { FlowEvent } from '../../flow/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import type { LiveApp } from '../apps/live.ts';
import { type Held, type HeldInstance, hold, newHeld } from './held.ts';
import { outboxRow } from './outgoing.ts';
import { Refusal, refusals } from './refusal.ts';
import { isUuid, type Work } from './work.ts';

type Requested = Extract<FlowEvent, { type: 'flow_requested' }>;

/** What a flow's step asks for: it is kept with the outbox row, and begun in a transaction of its own. */
export interface ChildOrder {
  form: string;
  data: Values;
  record?: string;
  node: string;
  waits: boolean;
  /** Who began the flow that asks. */
  initiator?: string;
}

export type ParentOperation = 'suspend' | 'resume' | 'terminate';

/** All that concerns one call goes out in order: it begins before it can be called off. */
export function childRow(work: Work, held: Held, { call, form, data, record, node, waits }: Requested): void {
  const initiator = held.instance?.state?.initiator.id;
  const order: ChildOrder = { form, data, node, waits, ...(record ? { record } : {}), ...(initiator && { initiator }) };
  outboxRow(work, held, { id: call, kind: 'subflow', order_key: call, data: order });
}

/** The flow that a call has begun is suspended, resumed or ended with this one. */
export function governRow(work: Work, held: Held, call: string, operation: ParentOperation): void {
  const data = { call, operation };
  outboxRow(work, held, { id: work.parts.newId(), kind: 'govern', order_key: call, data });
}

/** Every flow that this one waits for. */
export function governAll(work: Work, held: Held, { state, compiled }: HeldInstance, operation: ParentOperation): void {
  for (const { call, node } of state?.tokens ?? []) {
    if (call !== undefined && compiled.nodes.get(node)?.node.type === 'subflow') governRow(work, held, call, operation);
  }
}

/** To the flow that waits: how this one ended, and what its record held then. */
export function tellRow(work: Work, held: Held, { call, outcome }: NonNullable<Held['told']>): void {
  const { id, state } = held.head;
  const answer: Record<string, Json> = { ...(held.values as Record<string, Json>), id, state };
  const data = { call, outcome, answer };
  outboxRow(work, held, { id: work.parts.newId(), kind: 'told', order_key: call, data });
}

interface CallRow {
  status: string;
  version: number;
  instance: string;
  form: string;
  record: string;
  data: ChildOrder;
}

/** The call, while it has not been carried out: afterwards there is nothing of that name to begin. */
export async function orderOf(work: Work, app: string, call: string): Promise<CallRow> {
  const text = `select status, version, instance, form, record, data from engine.outbox where id = $1 and app = $2 and kind = 'subflow'`;
  const [row] = isUuid(call) ? await work.query<CallRow>(text, [call, app]) : [];
  if (row === undefined || !['waiting', 'sending'].includes(row.status)) throw refusals.notFound();
  return row;
}

/** The record whose flow begins: a new one, or one that is there, of the version that the asking flow runs on. */
export async function childOf(work: Work, key: string, call: string): Promise<Held> {
  const { version, data } = await orderOf(work, key, call);
  const app = await versionOf(work, key, version);
  const form = app.form(data.form);
  if (form === undefined) throw refusals.unknown('form', data.form);
  if (form.flow === undefined) throw withoutFlow(data.form);
  if (data.record === undefined) return newHeld(work, app, form, work.parts.newId());
  const held = await hold(work, app, form, data.record);
  if (held === undefined) throw refusals.notFound();
  return held;
}

async function versionOf(work: Work, key: string, version: number): Promise<LiveApp> {
  const { shelf } = work.parts;
  const current = shelf.current(key);
  return current?.number === version ? current : shelf.at(key, version);
}

/** The record of the flow that a call has begun. */
export async function childPlace(work: Work, app: string, call: string): Promise<{ form: string; record: string }> {
  const text = 'select form, record from engine.instance where parent_call = $1 and app = $2';
  const [row] = isUuid(call) ? await work.query<{ form: string; record: string }>(text, [call, app]) : [];
  if (row === undefined) throw refusals.notFound();
  return row;
}

/** In whose name it begins: of whoever began the flow that asks, with the roles they have now; else of the engine. */
export async function onBehalf(work: Work, app: string, initiator: string | undefined): Promise<Actor> {
  const person = initiator === undefined ? undefined : (await work.parts.people.of(app)).person(initiator);
  if (person === undefined) return work.actor;
  const { id, login, name, department, attributes, roles } = person;
  return {
    kind: 'user',
    id,
    login,
    name: typeof name === 'string' ? name : name['zh-CN'],
    locale: 'zh-CN',
    department,
    attributes,
    roles: { [app]: roles },
    via: 'session',
  };
}

function withoutFlow(form: string): Refusal {
  return new Refusal(
    'form_without_flow',
    { 'zh-CN': `表单“${form}”没有流程。`, en: `The form “${form}” has no flow.` },
    { status: 409, at: form, cure: { 'zh-CN': '请为它发布一个流程。', en: 'Publish a flow for it.' } },
  );
}
