import type { HistoryEntry } from '../../wire.ts';
import { actingRoles } from '../door/facts.ts';
import { people } from './texts.ts';
import type { Seen } from './view.ts';
import type { FlowWords } from './words.ts';

interface Call {
  id: string;
  connector: string;
  operation: string;
  reply: { call?: string } | null;
  status: string;
  outcome: string | null;
  error: { code: string; detail: string } | null;
  created_at: string;
  done_at: string | null;
}

interface Message {
  at: string;
  key: string;
  /** As each receiver reads it: in the language of one of them. */
  title: string;
  users: string[];
}

/** To somebody who has no account: by SMS, by mail. */
interface Letter {
  at: string;
  channel: string;
  key: string;
  title: string;
}

export interface Sent {
  entries: HistoryEntry[];
  /** By the call's id: what the other side said, for administrators. */
  faults: Map<string, string>;
}

const MOST = 200;

/** What went out because of a record: messages to people, and what rules asked of other systems. */
export async function sentTo({ work, held }: Seen, words: FlowWords): Promise<Sent> {
  const { id } = held.head;
  const [calls, messages, letters] = await Promise.all([
    work.query<Call>(
      `select id, connector, operation, reply, status, outcome, error, created_at, done_at from engine.outbox
       where record = $1 and kind = 'call' order by seq limit ${MOST}`,
      [id],
    ),
    work.query<Message>(
      `select min(created_at) as at, key, min(title) as title, array_agg(distinct to_user) as users from engine.message
       where record = $1 and channel = 'inbox' and to_user is not null
       group by key, date_trunc('second', created_at) order by 1 limit ${MOST}`,
      [id],
    ),
    work.query<Letter>(
      `select created_at as at, channel, key, title from engine.message
       where record = $1 and to_user is null and address is not null order by created_at limit ${MOST}`,
      [id],
    ),
  ]);
  const { locale } = words.about;
  const names: Record<string, string> = { ...words.about.names };
  await people(work.parts, held.app, new Set(messages.flatMap(({ users }) => users)), locale, names);
  const isAdmin = actingRoles(work.actor, held.app.key).includes(held.app.model.app.admin);
  const faults = new Map(
    isAdmin ? calls.flatMap(({ id: call, error }) => (error ? [[call, error.detail] as const] : [])) : [],
  );
  const own = calls.filter(({ reply }) => reply?.call === undefined);
  return {
    faults,
    entries: [
      ...own.map((call) => callEntry(call, words, faults.get(call.id))),
      ...messages.map((message) => messageEntry(message, words, names)),
      ...letters.map((letter) => letterEntry(letter, words)),
    ],
  };
}

function callEntry(call: Call, words: FlowWords, fault: string | undefined): HistoryEntry {
  const to = words.connector(`${call.connector}.${call.operation}`);
  const said = {
    done: { 'zh-CN': `已发往${to}：完成`, en: `Sent to ${to}: done` },
    dead: { 'zh-CN': `发往${to}：失败`, en: `Sent to ${to}: failed` },
  }[call.status] ?? { 'zh-CN': `正在发往${to}`, en: `Being sent to ${to}` };
  return {
    at: call.done_at ?? call.created_at,
    kind: call.status === 'dead' ? 'call_failed' : 'call',
    group: 'systems',
    by: 'engine',
    text: words.say(said),
    ...(fault === undefined ? {} : { why: [fault] }),
  };
}

function messageEntry({ at, users, ...sent }: Message, words: FlowWords, names: Record<string, string>): HistoryEntry {
  const title = words.message(sent);
  const who = words.list(users.map((user) => names[user] ?? ''));
  const text = words.say({ 'zh-CN': `已通知${who}：${title}`, en: `Message to ${who}: ${title}` });
  return { at: new Date(at).toISOString(), kind: 'message', group: 'systems', by: 'engine', text };
}

/** Where it went is left out: not everybody who reads a history may see the address. */
function letterEntry({ at, channel, ...sent }: Letter, words: FlowWords): HistoryEntry {
  const title = words.message(sent);
  const by = words.channel(channel);
  const text = words.say({ 'zh-CN': `已发出${by}：${title}`, en: `${by} sent: ${title}` });
  return { at: new Date(at).toISOString(), kind: 'message', group: 'systems', by: 'engine', text };
}
