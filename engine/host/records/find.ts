import type { Condition } from '../../expression/index.ts';
import { fieldType } from '../../form/index.ts';
import { quoted } from '../apps/names.ts';
import { Refusal } from '../door/refusal.ts';
import type { ListQuery } from './ports.ts';
import type { Sight } from './sight.ts';

export interface Found {
  where: string;
  order: string;
  values: unknown[];
}

const SYSTEM_SORT = new Set(['created_at', 'updated_at', 'state', 'revision']);
const MOST_WORDS = 6;

/** Where and in which order, from what was asked; nothing can be found by a value that may not be read. */
export function find(sight: Sight, query: Pick<ListQuery, 'filter' | 'search' | 'sort'>): Found {
  const values: unknown[] = [];
  const where = [sight.rows(values)];
  if (query.filter) where.push(filterSql(sight, query.filter, values));
  if (query.search?.trim()) where.push(searchSql(sight, query.search, values));
  return {
    where: where.filter((part) => part !== 'true').join(' and ') || 'true',
    order: orderSql(sight, query.sort),
    values,
  };
}

function filterSql(sight: Sight, filter: Condition, values: unknown[]): string {
  const parts = factsIn(filter).map((fact) => {
    const [field = fact] = fact.split('.');
    if (sight.isReadable(field)) return 'true';
    const readers = sight.readers(field);
    // Rows where the field is hidden or masked are not found by it, or its value could be guessed letter by letter.
    return readers.length > 0 ? sight.rows(values, readers) : 'false';
  });
  let sql: string | undefined;
  try {
    sql = sight.condition(filter, values);
  } catch (cause) {
    throw badFilter(cause);
  }
  if (sql === undefined) throw badFilter();
  return [sql, ...parts.filter((part) => part !== 'true')].join(' and ');
}

function factsIn(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(factsIn);
  if ('any' in condition) return condition.any.flatMap(factsIn);
  if ('not' in condition) return factsIn(condition.not);
  // A value may be a formula, which would read fields unseen: people filter by values.
  if (typeof condition.value === 'string' && condition.value.startsWith('=')) throw badFilter();
  return [condition.fact];
}

/** Each word in one of the fields that the form searches and that may be read. */
function searchSql(sight: Sight, search: string, values: unknown[]): string {
  const { form, compiled } = sight.form;
  const listed = form.list?.search ?? (form.title === undefined ? [] : [form.title]);
  const fields = listed.filter((key) => {
    const field = compiled.fields.get(key);
    return field !== undefined && fieldType(field).searchable && sight.isReadable(key);
  });
  if (fields.length === 0) return 'false';
  const searched = (key: string): string => {
    const field = compiled.fields.get(key);
    const column = `r.${quoted(key)}`;
    return (field && fieldType(field).searchSql?.(column)) ?? `${column}::text`;
  };
  const words = search.trim().split(/\s+/).slice(0, MOST_WORDS);
  const each = words.map((word) => {
    const place = `$${values.push(`%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)}`;
    return `(${fields.map((key) => `${searched(key)} ilike ${place}`).join(' or ')})`;
  });
  return each.join(' and ');
}

function orderSql(sight: Sight, asked: readonly string[] | undefined): string {
  const sort = asked ?? sight.form.form.list?.sort ?? ['-created_at'];
  const parts = sort.slice(0, 3).map((item) => {
    const key = item.replace(/^-/, '');
    const field = sight.form.compiled.fields.get(key);
    const isKnown =
      SYSTEM_SORT.has(key) || (field !== undefined && fieldType(field).sortable && sight.form.storage.column(key));
    if (!isKnown) throw badSort(key);
    // Rows in the order of a value that may not be read would tell it.
    if (!sight.isReadable(key)) {
      if (asked) throw badSort(key);
      return [];
    }
    return [`r.${quoted(key)} ${item.startsWith('-') ? 'desc nulls last' : 'asc nulls last'}`];
  });
  return [...parts.flat(), 'r.id desc'].join(', ');
}

function badFilter(cause?: unknown): Refusal {
  const refusal = new Refusal(
    'bad_filter',
    { 'zh-CN': '筛选条件无效。', en: 'This filter is not valid.' },
    { cure: { 'zh-CN': '请检查字段和值。', en: 'Check its fields and values.' } },
  );
  refusal.cause = cause;
  return refusal;
}

function badSort(at: string): Refusal {
  return new Refusal('bad_sort', { 'zh-CN': `不能按 ${at} 排序。`, en: `The list cannot be sorted by ${at}.` }, { at });
}
