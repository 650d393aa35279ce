import { validate as isUuid } from 'uuid';
import type { Field } from '../../definition/index.ts';
import type { Json, Values } from '../../wire.ts';
import { quoted, tableName } from '../apps/names.ts';
import type { RunningHost } from '../compose.ts';
import type { StoryRecords } from './records.ts';

export interface PointerParts {
  host: RunningHost;
  app: string;
  records: StoryRecords;
}

type Turn = (field: Field, value: string) => Promise<string>;

/** People by login and records by name or title, as a story says them, to their ids, which are other ones each time. */
export function pointed(parts: PointerParts, fields: readonly Field[], data: Values): Promise<Values> {
  return turned(fields, data, async (field, value) => {
    if (isUuid(value)) return value;
    if (field.type === 'user') return (await parts.host.people.of(parts.app)).person(value)?.id ?? value;
    if (field.type !== 'reference') return value;
    await parts.records.find(parts.host, parts.app, value);
    return parts.records.get(value)?.id ?? (await byTitle(parts, field.form, value)) ?? value;
  });
}

/** The other way: what somebody has chosen, so that it can be told anywhere. What has no name keeps its id. */
export function named(parts: PointerParts, fields: readonly Field[], data: Values): Promise<Values> {
  return turned(fields, data, async (field, value) => {
    if (!isUuid(value)) return value;
    if (field.type === 'user') return (await parts.host.people.of(parts.app)).person(value)?.login ?? value;
    if (field.type !== 'reference') return value;
    return parts.records.nameOf(value) ?? (await titleOf(parts, field.form, value)) ?? value;
  });
}

async function turned(fields: readonly Field[], data: Values, turn: Turn): Promise<Values> {
  const parts = Object.entries(data).map(async ([key, value]): Promise<[string, Json]> => {
    const field = fields.find((one) => one.key === key);
    if (field === undefined) return [key, value];
    if (typeof value === 'string') return [key, await turn(field, value)];
    if (field.type !== 'table' || !Array.isArray(value)) return [key, value];
    const rows = value.map((row) => (isRow(row) ? turned(field.fields, row, turn) : row));
    return [key, await Promise.all(rows)];
  });
  return Object.fromEntries(await Promise.all(parts));
}

const isRow = (row: Json): row is Values => row !== null && typeof row === 'object' && !Array.isArray(row);

/** The one record that has this title; none where several have it. */
export async function byTitle({ host, app }: PointerParts, form: string, title: string): Promise<string | undefined> {
  const field = host.apps.get(app)?.forms.get(form)?.title;
  if (field === undefined) return undefined;
  const { rows } = await host.database.knex.raw<{ rows: { id: string }[] }>(
    `select id from ${tableName(app, form)} where ${quoted(field)}::text = ? limit 2`,
    [title],
  );
  return rows.length === 1 ? rows[0]?.id : undefined;
}

/** Its title, where that tells it from all others. */
async function titleOf(parts: PointerParts, form: string, id: string): Promise<string | undefined> {
  const { host, app } = parts;
  const field = host.apps.get(app)?.forms.get(form)?.title;
  if (field === undefined) return undefined;
  const { rows } = await host.database.knex.raw<{ rows: { title: string | null }[] }>(
    `select ${quoted(field)}::text as title from ${tableName(app, form)} where id = ?`,
    [id],
  );
  const title = rows[0]?.title ?? '';
  return title !== '' && (await byTitle(parts, form, title)) === id ? title : undefined;
}
