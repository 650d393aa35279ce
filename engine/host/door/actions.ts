import type { ResolvedAction } from '../../rule/index.ts';
import type { Json, Values } from '../../wire.ts';
import type { MessageOrder } from '../messages/index.ts';
import type { Cause } from './agenda.ts';
import { assign } from './assign.ts';
import { type Held, hold, newHeld } from './held.ts';
import { judge } from './judge.ts';
import { findRecords } from './match.ts';
import { concerned, order } from './notices.ts';
import { callRow, messageRow, signalRow } from './outgoing.ts';
import type { Start } from './transition.ts';
import { isUuid, type Work } from './work.ts';

type Of<K extends ResolvedAction['kind']> = Extract<ResolvedAction, { kind: K }>;
type CarryOut<K extends ResolvedAction['kind']> = (
  work: Work,
  held: Held,
  action: Of<K>,
  cause: Cause,
) => Promise<void>;

/** The most records that one update or signal reaches. */
const MOST_TARGETS = 200;

/** What a rule or a flow asks for, in the same transaction. `held` is the record at hand. */
const actions: { [K in ResolvedAction['kind']]: CarryOut<K> } = {
  set: (work, held, { set }) => assign(work, held, set),

  create: async (work, held, { form: key, data, rows, unless }) => {
    const form = held.app.form(key);
    if (form === undefined) throw new Error(`There is no form ${key}.`);
    if (unless && (await findRecords(work, form, unless, { limit: 1, rows: 'none' })).length > 0) return;
    const made = newHeld(work, held.app, form, work.parts.newId());
    const serials = await serialsFor(work, made);
    const assigned = { ...data, ...withIds(work, rows), ...serials };
    const { values } = await judge(work, made, { mode: 'create', data: {}, assigned, mayAll: true });
    made.values = values;
    work.held.set(made.head.id, made);
    born(work, made);
  },

  update: async (work, held, { form: key, match, data }) => {
    const form = held.app.form(key);
    if (form === undefined) throw new Error(`There is no form ${key}.`);
    const found = await findRecords(work, form, match, { limit: MOST_TARGETS, rows: 'none' });
    for (const { head } of found) {
      const target = head.id === held.head.id ? held : await hold(work, held.app, form, head.id);
      if (target === undefined) continue;
      const set = data({ ...target.values, id: head.id, state: target.head.state } as Record<string, Json>);
      await assign(work, target, set);
    }
  },

  signal: async (work, held, { signal, form: key, match, data }) => {
    if (key === undefined) {
      await assign(work, held, data);
      const actor = { kind: 'engine' as const, cause: 'rule' };
      work.agenda.push({ kind: 'flow', held, command: { type: 'signal', signal }, actor, isOptional: true });
      return;
    }
    const form = held.app.form(key);
    if (form === undefined) throw new Error(`There is no form ${key}.`);
    const found = await findRecords(work, form, match ?? {}, { limit: MOST_TARGETS, rows: 'none' });
    for (const { head } of found) signalRow(work, held, { form: key, record: head.id, signal, data });
  },

  send: async (work, held, { message, to, by, data }, cause) => {
    const base = order(work, held, message, by, cause.task ?? (cause.node ? { node: cause.node } : {}));
    const facts = { ...base.facts, ...data };
    const receivers = await receiversOf(work, held, to, cause);
    messageRow(
      work,
      held,
      receivers.map((receiver) => ({ ...base, facts, to: receiver })),
    );
  },

  call: (work, held, { connector, operation, data, key, save }, cause) => {
    const reply = { ...(save ? { save } : {}), ...(cause.rule ? { rule: cause.rule } : {}) };
    callRow(work, held, { id: work.parts.newId(), connector, operation, data, ...(key ? { key } : {}), reply });
    return Promise.resolve();
  },
};

export async function carryOut(work: Work, held: Held, action: ResolvedAction, cause: Cause): Promise<void> {
  const run = actions[action.kind] as CarryOut<ResolvedAction['kind']> | undefined;
  await run?.(work, held, action, cause);
}

/** What follows from there being a new record: its rules, then its flow. */
export function born(work: Work, held: Held, start: Start = {}): void {
  const form = held.form.key;
  work.agenda.push(
    { kind: 'rules', held, event: { kind: 'record', form, event: 'created' } },
    { kind: 'rules', held, event: { kind: 'record', form, event: 'submitted' } },
    { kind: 'start', held, start },
  );
}

export async function serialsFor(work: Work, held: Held): Promise<Values> {
  const { app, form } = held;
  const drawn = form.serials.map(async ({ key, format }) => [
    key,
    await work.parts.serials.next(app.key, form.key, key, format, work.now, app.timeZone),
  ]);
  return Object.fromEntries(await Promise.all(drawn)) as Values;
}

function withIds(work: Work, rows: Record<string, Record<string, Json>[]>): Values {
  const tables = Object.entries(rows).map(([key, list]) => [
    key,
    list.map((row) => ({ ...row, id: isUuid(row.id) ? row.id : work.parts.newId() })),
  ]);
  return Object.fromEntries(tables) as Values;
}

async function receiversOf(work: Work, held: Held, to: Of<'send'>['to'], cause: Cause): Promise<MessageOrder['to'][]> {
  const staff = await work.parts.people.of(held.app.key);
  const users = (ids: readonly (string | null | undefined)[]): MessageOrder['to'][] =>
    ids.flatMap((id) => (id ? [{ user: id }] : []));
  if ('role' in to) return users(staff.members(to.role));
  if ('initiator' in to) return users([held.head.created_by]);
  if ('user' in to) return users([staff.person(to.user)?.id]);
  if ('address' in to) {
    const list = Array.isArray(to.address) ? to.address : [to.address];
    return list.flatMap((one) => {
      if (one === null || one === '') return [];
      const person = staff.person(String(one));
      return [person ? { user: person.id } : { address: String(one) }];
    });
  }
  const open = (held.instance?.state?.tasks ?? []).filter(
    (task) => (cause.tasks ?? [task.id]).includes(task.id) && (cause.node === undefined || task.node === cause.node),
  );
  const all = await Promise.all(open.map((task) => concerned(work, held, task)));
  return users([...new Set(all.flat())]);
}
