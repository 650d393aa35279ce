import type { Knex } from 'knex';
import type { AppModel, Channel, Label, MessageDefinition } from '../../definition/index.ts';
import { showDatetime } from '../../form/fields/calendar.ts';
import { textOf } from '../../form/index.ts';
import { LOCALES, type Locale } from '../access/actor.ts';
import type { DoorParts } from '../door/parts.ts';
import { isPersonal, type MessageOrder } from '../messages/index.ts';
import { type ProxyRow, scopeOf } from './view.ts';

/** What has become of a proxy; over: its time has come by itself. */
export type ProxyNews = 'chosen' | 'changed' | 'ended' | 'over';

type Parts = Pick<DoorParts, 'shelf' | 'newId'>;
type Told = Required<Pick<MessageDefinition, 'title' | 'text'>>;

const WHEN = { 'zh-CN': '{from} 至 {until}，{scope}。{reason}', en: '{from} to {until}, {scope}. {reason}' };
const OPEN = { 'zh-CN': '已在您手上的 {open} 项仍由您办理。', en: 'What you have for them stays with you: {open}.' };
const NOTHING = { 'zh-CN': '您手上没有对方的任务。', en: 'Nothing of theirs is left with you.' };

/** To whoever acts. */
const TO_PROXY: Readonly<Record<ProxyNews, Told>> = {
  chosen: { title: { 'zh-CN': '请您代理 {person}', en: 'You act for {person}' }, text: WHEN },
  changed: { title: { 'zh-CN': '代理 {person} 的安排有变', en: 'Acting for {person} has changed' }, text: WHEN },
  ended: { title: { 'zh-CN': '您不再代理 {person}', en: 'You no longer act for {person}' }, text: OPEN },
  over: { title: { 'zh-CN': '代理 {person} 已到期', en: 'Acting for {person} is over' }, text: OPEN },
};

/** To whoever is away, where somebody else did it for them. */
const TO_PERSON: Readonly<Record<Exclude<ProxyNews, 'over'>, Told>> = {
  chosen: {
    title: { 'zh-CN': '{by} 为您设置了代理人：{proxy}', en: '{by} has chosen {proxy} to act for you' },
    text: WHEN,
  },
  changed: {
    title: { 'zh-CN': '{by} 更改了您的代理：{proxy}', en: '{by} has changed who acts for you: {proxy}' },
    text: WHEN,
  },
  ended: {
    title: { 'zh-CN': '{by} 结束了 {proxy} 对您的代理', en: '{by} has ended that {proxy} acts for you' },
    text: { 'zh-CN': '新任务重新交给您。', en: 'New tasks come to you again.' },
  },
};

interface Reader {
  id: string;
  name: Label;
  locale: string | null;
  time_zone: string | null;
  apps: string[];
}

/** Written in the transaction of what it tells of, and sent by the outbox: inbox, and the channels that tasks go by. */
export async function tellOfProxy(
  parts: Parts,
  trx: Knex.Transaction,
  row: ProxyRow,
  news: ProxyNews,
  { by, now }: { by: string | undefined; now: Date },
): Promise<boolean> {
  const people = await readers(trx, [row.person, row.proxy, ...(by === undefined ? [] : [by])]);
  const [person, proxy] = [people.get(row.person), people.get(row.proxy)];
  const app = person && proxy && placeOf(parts, row, person, proxy);
  if (!person || !proxy || !app) return false;
  const open = await openOf(trx, row);
  const facts = { person: person.name, proxy: proxy.name, by: people.get(by ?? '')?.name ?? '', open };
  const toProxy = TO_PROXY[news];
  const told = toProxy.text === OPEN && open === 0 ? { ...toProxy, text: NOTHING } : toProxy;
  const said = news === 'over' ? undefined : TO_PERSON[news];
  const orders = [
    ...(by === proxy.id ? [] : [orderTo(parts, app, row, proxy, news, told, facts)]),
    ...(by === undefined || by === person.id || !said ? [] : [orderTo(parts, app, row, person, news, said, facts)]),
  ];
  if (orders.length === 0) return false;
  await trx('engine.outbox').insert({
    id: parts.newId(),
    kind: 'message',
    app: app.app.key,
    version: parts.shelf.current(app.app.key)?.number ?? 0,
    order_key: `${row.id}:proxy`,
    data: JSON.stringify({ orders }),
    status: 'waiting',
    next_at: now,
    created_at: now,
  });
  return true;
}

/** The app that it is about, else the first that both work in: its channels are those that both know. */
function placeOf({ shelf }: Parts, { app }: ProxyRow, person: Reader, proxy: Reader): AppModel | undefined {
  const shared = app === null ? person.apps.filter((one) => proxy.apps.includes(one)) : [app];
  const found = shared.flatMap((one) => shelf.get(one) ?? []);
  return found.find(({ app: { notify } }) => (notify?.assigned?.by ?? []).length > 0) ?? found[0];
}

function orderTo(
  parts: Parts,
  { app }: AppModel,
  row: ProxyRow,
  reader: Reader,
  news: ProxyNews,
  told: Told,
  facts: Record<string, Label | number>,
): MessageOrder {
  const zone = reader.time_zone ?? app.timeZone;
  const at = (instant: string): Label => both((locale) => showDatetime(new Date(instant).toISOString(), zone, locale));
  const place = scopeOf(parts, row);
  const scope = both((locale) =>
    place === undefined
      ? EVERYWHERE[locale]
      : [place.app, place.part ?? '']
          .map((one) => textOf(one, locale))
          .filter(Boolean)
          .join(' · '),
  );
  const channels = (app.notify?.assigned?.by ?? []).filter((key) => isOwn(app.channels?.[key]));
  return {
    app: app.key,
    message: `proxy_${news}`,
    definition: { key: `proxy_${news}`, label: told.title, ...told },
    to: { user: reader.id },
    channels,
    facts: { ...facts, from: at(row.starts_at), until: at(row.ends_at), scope, reason: row.reason ?? '' },
    path: '/w/me',
  };
}

const EVERYWHERE: Readonly<Record<Locale, string>> = { 'zh-CN': '双方共同的所有应用', en: 'all apps you both work in' };

/** Who acts for whom is no matter for a group. */
const isOwn = (channel: Channel | undefined): boolean => channel !== undefined && isPersonal(channel);

function both(say: (locale: Locale) => string): { 'zh-CN': string; en: string } {
  const [zh, en] = LOCALES.map(say);
  return { 'zh-CN': zh ?? '', en: en ?? '' };
}

async function openOf(trx: Knex.Transaction, { person, proxy }: ProxyRow): Promise<number> {
  const [row] = await trx('engine.task')
    .where({ stands_for: person, assignee: proxy, status: 'open' })
    .count<{ count: string }[]>('*');
  return Number(row?.count ?? 0);
}

async function readers(trx: Knex.Transaction, ids: string[]): Promise<Map<string, Reader>> {
  const rows = await trx('engine.app_user as u')
    .whereIn('u.id', ids)
    .select<Reader[]>(
      'u.id',
      'u.name',
      'u.locale',
      'u.time_zone',
      trx.raw('array(select distinct r.app from engine.user_role r where r.user_id = u.id order by 1) as apps'),
    );
  return new Map(rows.map((row) => [row.id, row]));
}
