import type { Field, ReportDefinition, Tile } from '../definition/index.ts';
import { isPerson, labelOf, textSql } from './dimension.ts';
import { badTile, notAllowed, Refused } from './refusal.ts';
import { type Source, sourceOf } from './source.ts';
import { type Fragment, identifier, joined, sql } from './sql.ts';
import type { Format, PlanField, ReportContext, TilePlan } from './types.ts';

const FORMATS: Readonly<Record<string, Format>> = { money: 'money', integer: 'integer', number: 'number' };

function formatOf(field: Field | undefined): Format | undefined {
  if (field?.type === 'formula') return FORMATS[field.result];
  return field && Object.hasOwn(FORMATS, field.type) ? FORMATS[field.type] : undefined;
}

interface Shown {
  plan: PlanField;
  select: Fragment[];
}

/** A column the person may not read whole is left out; the rest of the table is still of use. */
function shown(key: string, index: number, source: Source, ctx: ReportContext): Shown | undefined {
  try {
    const { column, field } = source.read(key);
    const name = `c${index}`;
    const value: Fragment = { sql: column.sql, bindings: [] };
    const text = textSql(field, key, sql`${value}::text`, ctx);
    const format = formatOf(field);
    return {
      plan: {
        name,
        key,
        label: labelOf(key, field),
        ...(format ? { format } : {}),
        ...(field ? { field } : {}),
        ...(isPerson(field, key) ? { json: true } : {}),
      },
      select: [sql`${value} as ${identifier(name)}`, ...(text ? [sql`${text} as ${identifier(`${name}_text`)}`] : [])],
    };
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'not_allowed') return undefined;
    throw error;
  }
}

function orderOf(tile: Tile, source: Source): Fragment {
  const sort = tile.sort ?? '-created_at';
  const { column } = source.read(sort.replace(/^-/, ''));
  const value: Fragment = { sql: column.sql, bindings: [] };
  return sort.startsWith('-') ? sql`${value} desc nulls last, t.id` : sql`${value} asc nulls last, t.id`;
}

export function planRecords(report: ReportDefinition, tile: Tile, ctx: ReportContext): TilePlan {
  if (tile.form === undefined) throw new Refused(badTile(tile.key));
  const source = sourceOf(ctx, report.filters ?? [], tile.form);
  const keys = tile.columns ?? source.form.list?.columns ?? [source.form.title ?? 'id'];
  const columns = keys.map((key, i) => shown(key, i, source, ctx)).filter((column) => column !== undefined);
  if (columns.length === 0) throw new Refused(notAllowed(source.form.label));
  const where = tile.where ? sql`(${source.where}) and (${source.condition(tile.where)})` : source.where;
  const selected = joined([sql`t.id`, ...columns.flatMap((column) => column.select)], ', ');
  const text = sql`select ${selected} from ${source.from} where ${where} order by ${orderOf(tile, source)} limit ${{ sql: String(tile.limit ?? 20), bindings: [] }}`;
  return { shape: 'records', tile, form: tile.form, ...text, fields: columns.map((column) => column.plan) };
}
