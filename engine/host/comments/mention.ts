import type { MessageDefinition } from '../../definition/index.ts';
import type { MessageOrder } from '../messages/index.ts';
import type { RecordPlace } from './ports.ts';

const LONGEST = 300;

/** The engine's own message: an app need not define it to have comments. */
const MENTION: MessageDefinition = {
  key: 'mention',
  label: { 'zh-CN': '有人提到您', en: 'Somebody mentions you' },
  title: { 'zh-CN': '{comment_by} 在 {comment_on} 中提到了您', en: '{comment_by} mentions you in {comment_on}' },
  text: { 'zh-CN': '{comment_text}', en: '{comment_text}' },
  link: 'record',
};

/** One message to each person who is named, with the way to the record. */
export function mentionOrders(
  { app, form, record }: RecordPlace,
  said: { by: string; on: string; text: string },
  to: readonly string[],
): MessageOrder[] {
  const text = said.text.length > LONGEST ? `${said.text.slice(0, LONGEST)}…` : said.text;
  const facts = { comment_by: said.by, comment_on: said.on, comment_text: text };
  const base = { app, form, record, message: MENTION.key, definition: MENTION, channels: [], facts };
  return to.map((user) => ({ ...base, to: { user } }));
}
