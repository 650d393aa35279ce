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
  const text = `${form.storage.select(options.rows)} where ${where.sql} order by r.id limit ${options.limit}`;
  const rows = await work.query(text, where.values);
  return rows.map((row) => form.storage.decode(row));
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
