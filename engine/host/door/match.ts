import type { Json } from '../../wire.ts';
import type { LiveForm } from '../apps/live.ts';
import { quoted } from '../apps/names.ts';
import type { StoredRecord } from '../records/storage.ts';
import { sync } from './seal.ts';
import type { Work } from './work.ts';

/** Records whose fields have these values; a null matches nothing. The oldest first. */
export async function findRecords(
  work: Work,
  form: LiveForm,
  match: Readonly<Record<string, Json>>,
  options: { limit: number; rows?: 'all' | 'none' },
): Promise<StoredRecord[]> {
  const where = matchSql(form, match);
  if (where === undefined) return [];
  await sync(work, form.key);
  const rows = await work.look(textFor(form, where.sql, options), where.values);
  return rows.map((row) => form.storage.decode(row));
}

const texts = new WeakMap<LiveForm, Map<string, string>>();

/** The same object for the same question: its name as a prepared statement is found by it. */
function textFor(form: LiveForm, where: string, { limit, rows }: { limit: number; rows?: 'all' | 'none' }): string {
  const known = texts.get(form) ?? new Map<string, string>();
  texts.set(form, known);
  const name = `${rows ?? 'all'} ${limit} ${where}`;
  let text = known.get(name);
  if (text === undefined) {
    text = `${form.storage.select(rows)} where ${where} order by r.id limit ${limit}`;
    known.set(name, text);
  }
  return text;
}

/** undefined: nothing can match. */
export function matchSql(
  form: LiveForm,
  match: Readonly<Record<string, Json>>,
): { sql: string; values: unknown[] } | undefined {
  const values: unknown[] = [];
  const parts: string[] = [];
  for (const [key, value] of Object.entries(match)) {
    const type = key === 'id' ? 'uuid' : key === 'state' ? 'text' : form.storage.column(key)?.sqlType;
    if (type === undefined || value === null || typeof value === 'object') return undefined;
    if (type === 'uuid' && !/^[0-9a-f-]{36}$/i.test(String(value))) return undefined;
    parts.push(`r.${quoted(key)} = $${values.push(value)}::${type}`);
  }
  return parts.length > 0 ? { sql: parts.join(' and '), values } : undefined;
}
