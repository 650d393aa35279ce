import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { AppModel, Channel, MessageDefinition } from '../../definition/index.ts';
import type { Env, Json } from '../../expression/types.ts';
import { renderMessage } from '../../rule/index.ts';
import { type Locale, localeOf } from '../access/index.ts';
import { connectorFunctions } from '../connectors/functions.ts';
import { compileRecord, type RecordTemplate } from '../connectors/template.ts';
import { displayOf, withReferences } from './facts.ts';
import type { MessageOrder, MessageSender, OutgoingCall } from './index.ts';
import { linkOf } from './links.ts';

export interface SenderParts {
  app(key: string): AppModel | undefined;
  /** PUBLIC_URL, for deep links. */
  publicUrl: string;
}

interface Receiver {
  user: string | null;
  locale: Locale;
  /** Where this person is reached by a channel; null for nowhere. */
  address(channel: string): string | null;
}

interface UserRow {
  id: string;
  locale: string | null;
  phone: string | null;
  channels: Record<string, string>;
}

interface Prepared {
  row: Record<string, unknown>;
  call?: OutgoingCall;
}

export function createMessageSender(parts: SenderParts): MessageSender {
  const channels = new WeakMap<Channel, RecordTemplate>();
  return { write };

  async function write(trx: Knex.Transaction, orders: readonly MessageOrder[], at: Date): Promise<OutgoingCall[]> {
    const users = await usersOf(trx, orders);
    const told = new Set<string>();
    const prepared: Prepared[] = [];
    for (const order of orders) {
      const receiver = receiverOf(order, users);
      if (receiver) prepared.push(...(await prepare(trx, order, receiver, at, told)));
    }
    if (prepared.length > 0) await trx('engine.message').insert(prepared.map(({ row }) => row));
    await tell(trx, prepared);
    return prepared.flatMap(({ call }) => (call ? [call] : []));
  }

  async function prepare(
    trx: Knex.Transaction,
    order: MessageOrder,
    receiver: Receiver,
    at: Date,
    told: Set<string>,
  ): Promise<Prepared[]> {
    const app = parts.app(order.app);
    const message = order.definition ?? app?.messages.get(order.message);
    if (!app || !message) throw new Error(`There is no message ${order.message} in ${order.app}.`);
    const form = order.form === undefined ? undefined : app.forms.get(order.form);
    const link = linkOf(parts.publicUrl, message, order);
    const facts = { ...(await withReferences(trx, app, form, message, order.facts)), link };
    const written = renderMessage(message, facts, {
      locale: receiver.locale,
      display: displayOf(app, form, receiver.locale),
    });
    const base = { app: order.app, key: message.key, ...written, link, ...placeOf(order), created_at: at };
    const rows: Prepared[] = [];
    if (receiver.user !== null) rows.push({ row: { ...base, id: uuid(), channel: 'inbox', to_user: receiver.user } });
    for (const key of order.channels) {
      const one = byChannel(app, message, order, receiver, key, written, link, at, told);
      if (one) rows.push({ row: { ...base, to_user: receiver.user, ...one.row }, call: one.call });
    }
    return rows;
  }

  /** A channel that does not name whom it is for is a group: it is told once, not once for each person. */
  function byChannel(
    app: AppModel,
    message: MessageDefinition,
    order: MessageOrder,
    receiver: Receiver,
    key: string,
    written: { title: string; text: string },
    link: string | null,
    at: Date,
    told: Set<string>,
  ): { row: Record<string, unknown>; call: OutgoingCall } | undefined {
    const channel = app.app.channels?.[key];
    if (!channel || !Object.hasOwn(app.app.channels ?? {}, key)) return undefined;
    const isOwn = isPersonal(channel);
    const address = isOwn ? receiver.address(key) : null;
    const group = `${key}\n${message.key}\n${order.record}\n${order.task}`;
    if (isOwn ? address === null : told.has(group)) return undefined;
    told.add(group);
    const id = uuid();
    const facts = { to: address, ...written, link, message: id, data: order.facts as Json };
    const env: Env = { now: at.toISOString(), timeZone: app.app.timeZone };
    const [connector = '', operation = ''] = channel.call.split('.');
    const data = templateOf(channel)(facts, env);
    return { row: { id, channel: key, address }, call: { app: order.app, connector, operation, data, key: id } };
  }

  function templateOf(channel: Channel): RecordTemplate {
    const known = channels.get(channel);
    if (known) return known;
    const text = { kind: 'text' } as const;
    const scope = { to: text, title: text, text, link: text, message: text, data: { kind: 'any' } as const };
    const compiled = compileRecord(
      channel.data,
      scope,
      connectorFunctions(() => new Date()),
    );
    channels.set(channel, compiled);
    return compiled;
  }
}

/** It names whom it is for; else it is a group's. */
export const isPersonal = ({ data }: Pick<Channel, 'data'>): boolean => /\bto\b/.test(JSON.stringify(data));

function placeOf({ form, record, task }: MessageOrder): Record<string, unknown> {
  return { form: form ?? null, record: record ?? null, task: task ?? null };
}

async function usersOf(trx: Knex.Transaction, orders: readonly MessageOrder[]): Promise<Map<string, UserRow>> {
  const ids = [...new Set(orders.flatMap(({ to }) => ('user' in to ? [to.user] : [])))];
  if (ids.length === 0) return new Map();
  const rows = await trx('engine.app_user')
    .whereIn('id', ids)
    .where({ disabled: false })
    .select<UserRow[]>('id', 'locale', 'phone', 'channels');
  return new Map(rows.map((row) => [row.id, row]));
}

function receiverOf({ to }: MessageOrder, users: ReadonlyMap<string, UserRow>): Receiver | undefined {
  if (!('user' in to)) return { user: null, locale: to.locale ?? 'zh-CN', address: () => to.address };
  const row = users.get(to.user);
  if (!row) return undefined;
  return { user: row.id, locale: localeOf(row.locale), address: (channel) => row.channels[channel] ?? row.phone };
}

/** Part of the transaction: screens hear of it when the rows are there. */
async function tell(trx: Knex.Transaction, prepared: readonly Prepared[]): Promise<void> {
  const inbox = prepared.filter(({ row }) => row.channel === 'inbox');
  const byApp = new Map<unknown, unknown[]>();
  for (const { row } of inbox) byApp.set(row.app, [...(byApp.get(row.app) ?? []), row.to_user]);
  for (const [app, users] of byApp) {
    for (let from = 0; from < users.length; from += 100) {
      const notice = { kind: 'message', app, users: users.slice(from, from + 100) };
      await trx.raw(`select pg_notify('engine', ?)`, [JSON.stringify(notice)]);
    }
  }
}
