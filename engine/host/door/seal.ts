import { canonical } from '../../definition/index.ts';
import { differences } from '../../form/index.ts';
import type { Values } from '../../wire.ts';
import type { Actor } from '../access/actor.ts';
import { chained, eventText } from '../history/chain.ts';
import { attachFiles } from './files.ts';
import type { Held, HeldInstance } from './held.ts';
import { tellRow } from './subflow.ts';
import { tables } from './tables.ts';
import type { Work } from './work.ts';

/** Who did it, as histories keep it. */
export function actorOf(actor: Actor): Record<string, unknown> {
  if (actor.kind === 'user') return { kind: 'user', id: actor.id, login: actor.login };
  if (actor.kind === 'visitor') return { kind: 'visitor' };
  return { kind: 'engine', cause: actor.cause };
}

/** Everything that this command makes of its records, put into the write set: record, rows, history, instance, events. */
export function seal(work: Work): void {
  for (const held of work.held.values()) {
    if (held.isRemoved) continue;
    store(work, held);
    if (held.original) writeChange(work, held, held.original);
    if (held.told) tellRow(work, held, held.told);
    if (held.original === undefined || held.isRaised || held.hasMoved) {
      work.notices.push({ kind: 'record', app: held.app.key, form: held.form.key, id: held.head.id });
    }
  }
}

/**
 * What this command has made of a form's records so far is sent, so that a search or a count sees it. Only where there
 * is something to see: a plain create stays one statement.
 */
export async function sync(work: Work, form: string, except?: string): Promise<void> {
  const dirty = [...work.held.values()].filter(
    (held) => held.form.key === form && held.head.id !== except && isDirty(held),
  );
  if (dirty.length === 0) return;
  for (const held of work.held.values()) if (!held.isRemoved) store(work, held);
  await work.flush();
}

function isDirty(held: Held): boolean {
  return !held.isRemoved && (held.values !== held.stored || held.head.state !== held.storedState);
}

function store(work: Work, held: Held): void {
  writeRecord(work, held);
  const { instance } = held;
  if (!instance || (instance.events.length === 0 && !instance.isNew)) return;
  writeInstance(work, held, instance);
  held.hasMoved = true;
}

function writeRecord(work: Work, held: Held): void {
  if (held.stored === undefined) insertRecord(work, held);
  else updateRecord(work, held, held.stored);
  attachFiles(work, held);
  held.stored = held.values;
  held.storedState = held.head.state;
  held.storedNodes = held.head.nodes ?? [];
}

function insertRecord(work: Work, held: Held): void {
  const { storage } = held.form;
  work.writes.insert(storage.shape, Object.assign(storage.encode(held.values), held.head));
  for (const sub of storage.subs) {
    const rows = storage.encodeRows(sub, held.head.id, rowsOf(held.values, sub.key));
    for (const row of rows) work.writes.insert(sub.shape, row);
  }
}

function updateRecord(work: Work, held: Held, stored: Values): void {
  const { storage, compiled } = held.form;
  const diff = held.values === stored ? [] : differences(compiled, stored, held.values);
  const isMoved = held.head.state !== held.storedState || !sameList(held.head.nodes ?? [], held.storedNodes);
  if (diff.length === 0 && !isMoved) return;
  if (held.original && !held.isRaised) held.head.revision += 1;
  held.isRaised = true;
  const changed = new Set(diff.map(({ field }) => field.split('.')[0] ?? field));
  const { revision, state, nodes, instance } = held.head;
  held.head.updated_at = work.now;
  held.head.updated_by = work.actor.kind === 'user' ? work.actor.id : null;
  const { updated_at, updated_by } = held.head;
  const head = { revision, updated_at, updated_by, state, nodes, instance };
  work.writes.patch(storage.shape, held.head.id, Object.assign(storage.encode(held.values, changed), head));
  for (const sub of storage.subs) if (changed.has(sub.key)) writeRows(work, held, stored, sub);
}

function writeRows(work: Work, held: Held, stored: Values, sub: Held['form']['storage']['subs'][number]): void {
  const now = held.form.storage.encodeRows(sub, held.head.id, rowsOf(held.values, sub.key));
  const kept = new Set(now.map((row) => row.id));
  for (const row of rowsOf(stored, sub.key)) if (!kept.has(row.id)) work.writes.remove(sub.shape, String(row.id));
  for (const row of now) work.writes.upsert(sub.shape, row);
}

/** Once for each command: from what it found to what it leaves. */
function writeChange(work: Work, held: Held, original: Values): void {
  const diff = held.values === original ? [] : differences(held.form.compiled, original, held.values);
  if (diff.length === 0) return;
  work.writes.insert(tables.change, {
    app: held.app.key,
    form: held.form.key,
    record: held.head.id,
    revision: held.head.revision,
    at: work.now,
    actor: actorOf(work.actor),
    diff,
  });
}

function writeInstance(work: Work, held: Held, instance: HeldInstance): void {
  const { state } = instance;
  if (state === null) return;
  writeEvents(work, instance);
  const now = {
    status: state.status,
    state: state.state,
    data: state,
    revision: instance.revision + 1,
    seq: state.seq,
    head: instance.head,
    incident: state.tokens.some(({ incident }) => incident !== undefined),
    ended_at: state.status === 'running' || state.status === 'suspended' ? null : work.now,
  };
  if (!instance.isNew) return work.writes.patch(tables.instance, instance.id, now);
  instance.isNew = false;
  const { above } = instance;
  const begun = {
    id: instance.id,
    app: held.app.key,
    form: held.form.key,
    record: held.head.id,
    flow: instance.flow,
    version: instance.version,
    started_at: instance.startedAt,
    started_by: instance.startedBy,
    parent: above?.instance ?? null,
    parent_node: above?.node ?? null,
    parent_call: above?.call ?? null,
    parent_paused: above?.paused ?? null,
  };
  work.writes.insert(tables.instance, Object.assign(begun, now));
}

/** All of one command, so by one person at one moment. */
function writeEvents(work: Work, instance: HeldInstance): void {
  const actor = actorOf(work.actor);
  const who = canonical(actor);
  const binding = { instance: instance.id, key: work.parts.historyKey };
  const rows = instance.events.map((event) => {
    const text = eventText(event, who);
    instance.head = chained(instance.head, text, binding);
    return `{"seq":${event.seq},"type":"${event.type}","data":${text.data},"hash":"${instance.head}"}`;
  });
  instance.events = [];
  work.writes.append(tables.event, { shared: { instance: instance.id, at: work.now, actor }, rows });
}

function rowsOf(values: Values, key: string): Values[] {
  const rows = values[key];
  return Array.isArray(rows) ? (rows as Values[]) : [];
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, position) => value === b[position]);
}
