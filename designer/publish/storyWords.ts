import type { Json } from '../../engine/wire.ts';
import { valueWords } from '../draft/words.ts';
import type { Draft } from '../facts/index.ts';
import { t, text } from '../i18n/index.ts';

interface Mismatch {
  what: string;
  expected: Json;
  actual: Json;
}

/** What a scenario expected and what came instead, by the names that the app gives them. */
export function storyWords({ what, expected, actual }: Mismatch, draft: Draft): Record<keyof Mismatch, string> {
  if (what === 'state') {
    return { what: t('publish.story.state'), expected: stateWords(expected, draft), actual: stateWords(actual, draft) };
  }
  if (what === 'task') {
    return { what: t('publish.story.task'), expected: taskWords(expected, draft), actual: desksWords(actual, draft) };
  }
  return { what: counted(what, draft) ?? fieldWords(what, draft), expected: plain(expected), actual: plain(actual) };
}

function plain(value: Json): string {
  if (value === 'at least 1') return t('publish.story.atLeastOne');
  return value === null ? t('publish.story.nothing') : valueWords(value);
}

function stateWords(state: Json, { flows }: Draft): string {
  const states = [...flows.values()].flatMap((flow) => flow.states);
  return text(states.find(({ key }) => key === state)?.label) || plain(state);
}

function nodeWords(node: string, { flows }: Draft): string {
  const nodes = [...flows.values()].flatMap((flow) => flow.nodes);
  return text(nodes.find(({ key }) => key === node)?.label) || node;
}

function whoWords(who: string, { app }: Draft): string {
  return text(app.roles.find(({ key }) => key === who)?.label) || who;
}

function taskWords(task: Json, draft: Draft): string {
  if (task === null || typeof task !== 'object' || Array.isArray(task)) return plain(task);
  const { node, assignee, times } = task;
  const whose = typeof assignee === 'string' ? ` – ${whoWords(assignee, draft)}` : '';
  return `${nodeWords(String(node), draft)}${whose}${times === undefined ? '' : ` × ${String(times)}`}`;
}

/** "node: who" of each that is open. */
function desksWords(desks: Json, draft: Draft): string {
  if (!Array.isArray(desks) || desks.length === 0) return t('publish.story.nothing');
  const words = desks.map((desk) => {
    const [node = '', who = ''] = String(desk).split(': ');
    return `${nodeWords(node, draft)} – ${whoWords(who, draft)}`;
  });
  return words.join(', ');
}

function counted(what: string, { messages, connectors, forms }: Draft): string | undefined {
  const [, kind, name = ''] = /^(message|call|records of) (.+)$/u.exec(what) ?? [];
  if (kind === 'message') return t('publish.story.message', { name: text(messages.get(name)?.label) || name });
  if (kind === 'records of') return t('publish.story.records', { name: text(forms.get(name)?.label) || name });
  if (kind !== 'call') return undefined;
  const [key = '', operation = ''] = name.split('.');
  const connector = connectors.get(key);
  const words = [text(connector?.label) || key, text(connector?.operations[operation]?.label) || operation];
  return t('publish.story.call', { name: words.join(' · ') });
}

/** Which form it is of is not told: the first that has such a field names it. */
function fieldWords(what: string, { forms }: Draft): string {
  const fields = [...forms.values()].flatMap((form) => form.fields);
  return text(fields.find(({ key }) => key === what)?.label) || what;
}
