import { type FlowEvent, labelOfNode, type Why } from '../../flow/index.ts';
import { peopleIn } from '../../flow/why.ts';
import { type Difference, displayValue } from '../../form/index.ts';
import type { HistoryEntry, Json, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { Held } from '../door/held.ts';
import { sentTo } from './sent.ts';
import { groupOf, sentenceOf } from './sentences.ts';
import { people, textsOf } from './texts.ts';
import { type Seen, storedOf } from './view.ts';
import { FlowWords } from './words.ts';

interface EventRow {
  at: string;
  type: FlowEvent['type'];
  actor: StoredActor;
  data: Record<string, Json>;
}

interface ChangeRow {
  at: string;
  actor: StoredActor;
  diff: Difference[];
}

interface StoredActor {
  kind: 'user' | 'visitor' | 'engine';
  id?: string;
  login?: string;
}

const MOST = 1_000;

/** What happened to a record, as far as this person may see its fields, oldest first. */
export async function historyOf(seen: Seen, locale: Locale): Promise<HistoryEntry[]> {
  const { work, held } = seen;
  const { id, instance } = held.head;
  const [events, changes] = await Promise.all([
    instance === null
      ? []
      : work.query<EventRow & { seq: number }>(
          `select at, type, actor, data from engine.event where instance = $1 order by seq limit ${MOST}`,
          [instance],
        ),
    work.query<ChangeRow>(
      `select at, actor, diff from engine.change where record = $1 order by revision limit ${MOST}`,
      [id],
    ),
  ]);
  const names = await namesOf(seen, [...events, ...changes], locale);
  const words = await wordsOf(seen, names, locale);
  const sent =
    work.actor.kind === 'user' ? await sentTo(seen, words) : { entries: [], faults: new Map<string, string>() };
  const told = events.flatMap((event) => eventEntry(words, event, sent.faults));
  const isBegun = told.some(({ kind }) => kind === 'submitted');
  const created: HistoryEntry[] = isBegun ? [] : [createdEntry(held, names, locale)];
  const changed = (await Promise.all(changes.map((change) => changeEntry(seen, change, names, locale)))).flat();
  return [...created, ...told, ...sent.entries, ...changed].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function namesOf(
  { work, held }: Seen,
  rows: readonly { actor: StoredActor; data?: Record<string, Json> }[],
  locale: Locale,
): Promise<Record<string, string>> {
  const ids = new Set<string>();
  for (const { actor, data } of rows) {
    const why = data?.why as Why | undefined;
    const chosen = data?.people && typeof data.people === 'object' ? Object.values(data.people).flat() : [];
    const named = why ? [...peopleIn(why), why.params?.users ?? []] : [];
    const told = [actor.id, data?.by, data?.to, data?.from, chosen, data?.assignee, named.flat()];
    for (const id of told.flat()) if (typeof id === 'string') ids.add(id);
  }
  if (held.head.created_by) ids.add(held.head.created_by);
  const names: Record<string, string> = {};
  await people(work.parts, held.app, ids, locale, names);
  return names;
}

function actorPart(actor: StoredActor, names: Readonly<Record<string, string>>): Pick<HistoryEntry, 'actor' | 'by'> {
  const { kind, id, login = '' } = actor;
  return { by: kind, ...(id === undefined ? {} : { actor: { id, login, name: names[id] ?? login } }) };
}

/** What the reader's words need: rights, and the texts of what values in conditions point to. */
export async function wordsOf(seen: Seen, names: Record<string, string>, locale: Locale): Promise<FlowWords> {
  const { work, held, sight } = seen;
  const record = storedOf(held);
  const { texts } = await textsOf(work.parts, held.app, held.form, [record.values], locale);
  return new FlowWords({ app: held.app, form: held.form, locale, names, rights: sight.rights(record), texts });
}

/** A reason by itself, in words: with names of people and what the definition calls its keys. */
export async function reasonOf(seen: Seen, why: Why, locale: Locale): Promise<string[]> {
  const named = [...peopleIn(why), ...[why.params?.users ?? []].flat().map(String)];
  const names: Record<string, string> = {};
  await people(seen.work.parts, seen.held.app, new Set(named), locale, names);
  return (await wordsOf(seen, names, locale)).why(why);
}

function eventEntry(words: FlowWords, event: EventRow, faults: ReadonlyMap<string, string>): HistoryEntry[] {
  const told = sentenceOf(event.type, event.data, words);
  if (told === undefined) return [];
  const { flow } = words;
  const node = words.nodeOf(event.data.node);
  const why = event.data.why as Why | undefined;
  const fault = event.type === 'called' ? faults.get(String(event.data.call)) : undefined;
  const lines = [...(why ? words.why(why) : []), ...(fault === undefined ? [] : [fault])];
  return [
    {
      at: event.at,
      ...told,
      ...actorPart(event.actor, words.about.names),
      ...(flow && node ? { node: labelOfNode(flow, node.key) } : {}),
      ...(typeof event.data.reason === 'string' ? { reason: event.data.reason } : {}),
      ...(lines.length > 0 ? { why: lines } : {}),
    },
  ];
}

function createdEntry(held: Held, names: Record<string, string>, locale: Locale): HistoryEntry {
  const { created_at, created_by } = held.head;
  const actor: StoredActor = created_by === null ? { kind: 'engine' } : { kind: 'user', id: created_by };
  return {
    at: created_at,
    kind: 'submitted',
    group: groupOf('submitted'),
    text: { 'zh-CN': '创建', en: 'Created' }[locale],
    ...actorPart(actor, names),
  };
}

async function changeEntry(
  { work, held, sight }: Seen,
  change: ChangeRow,
  names: Record<string, string>,
  locale: Locale,
): Promise<HistoryEntry[]> {
  const rights = sight.rights(storedOf(held));
  const open = change.diff.filter(({ field }) => !['hide', 'mask'].includes(rights[field] ?? 'hide'));
  if (open.length === 0) return [];
  const { compiled } = held.form;
  const values: Values[] = open.flatMap(({ field, from, to }) => [{ [field]: from }, { [field]: to }]);
  const { texts } = await textsOf(work.parts, held.app, held.form, values, locale);
  const context = { locale, timeZone: held.app.timeZone, currency: held.app.model.app.currency, texts };
  const changes = open.flatMap(({ path, field: key, kind, from, to }) => {
    const field = compiled.fields.get(key);
    if (field === undefined) return [];
    const show = (value: Json): string =>
      field.type === 'table' ? rowText(kind, locale) : displayValue(field, value, context);
    return [
      {
        path,
        label: field.label,
        before: kind === 'row_added' ? '' : show(from),
        after: kind === 'row_removed' ? '' : show(to),
      },
    ];
  });
  const text = { 'zh-CN': '修改了内容', en: 'Changed' }[locale];
  return [
    { at: change.at, kind: 'changed', group: groupOf('changed'), text, changes, ...actorPart(change.actor, names) },
  ];
}

function rowText(kind: Difference['kind'], locale: Locale): string {
  const texts = {
    set: { 'zh-CN': '行', en: 'row' },
    row_added: { 'zh-CN': '新增一行', en: 'row added' },
    row_removed: { 'zh-CN': '删除一行', en: 'row removed' },
    row_moved: { 'zh-CN': '移动一行', en: 'row moved' },
  };
  return texts[kind][locale];
}
