import type { DaterangeField, DatetimerangeField, Field, TimerangeField } from '../../definition/types.generated.ts';
import { localised } from '../messages.ts';
import type {
  DisplayContext,
  FactType,
  Fault,
  FieldContext,
  FieldPart,
  FieldType,
  Json,
  JsonSchema,
  Limits,
} from '../types.ts';
import { narrow } from './writing.ts';

export type RangeField = DaterangeField | DatetimerangeField | TimerangeField;

export interface Range {
  from: string | null;
  to: string | null;
}

/** What is a range's own: its ends, its column, and how they are judged. */
export interface RangeKind<F extends RangeField> extends Pick<FieldType<F>, 'type' | 'label' | 'icon'> {
  /** The type of either end. */
  end: 'date' | 'datetime' | 'time';
  sqlType: string;
  /** The ends in SQL, from the SQL of the column. */
  from(column: string): string;
  to(column: string): string;
  encode(range: Range): Json;
  decode(stored: unknown, field: F): Range | null;
  /** An end as it is kept; undefined for what is none. */
  read(input: unknown, field: F, ctx: Pick<FieldContext, 'timeZone'>): string | undefined;
  schema(field: F): JsonSchema;
  show(end: string, field: F, ctx: DisplayContext): string;
  /** Judges a range with both ends. */
  judge(range: { from: string; to: string }, field: F, limits: Limits): Fault | undefined;
}

const between = /\s*(?:~|至|到|–|—|\.\.|\s-\s|\bto\b)\s*/;
/** Dates have hyphens of their own, times have none. */
const betweenTimes = /\s*(?:~|至|到|–|—|-|\bto\b)\s*/;
const longest = 100;

/** Two ends, however they are sent or written: an object, a pair, "2026-03-02 ~ 2026-03-05". */
function endsOf(input: unknown, separator: RegExp): [unknown, unknown] | undefined {
  if (typeof input === 'string') {
    const parts = input.length > longest ? [] : narrow(input).trim().split(separator);
    return parts.length === 2 ? [parts[0], parts[1]] : undefined;
  }
  if (Array.isArray(input)) return input.length === 2 ? [input[0], input[1]] : undefined;
  if (input === null || typeof input !== 'object') return undefined;
  const known = Object.keys(input).every((key) => key === 'from' || key === 'to');
  const { from = null, to = null } = input as { from?: unknown; to?: unknown };
  return known ? [from, to] : undefined;
}

const isBlank = (end: unknown): boolean => end === null || end === undefined || end === '';

export const rangeOf = (value: Json): Range | null =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? { from: textOrNull(value.from), to: textOrNull(value.to) }
    : null;

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** undefined: no range; null: nothing. One end alone is kept, so that what is being filled in is not lost. */
function readRange<F extends RangeField>(
  input: unknown,
  kind: RangeKind<F>,
  field: F,
  ctx: Pick<FieldContext, 'timeZone'>,
): Range | null | undefined {
  if (typeof input === 'string' && input.trim() === '') return null;
  const ends = endsOf(input, kind.end === 'time' ? betweenTimes : between);
  if (!ends) return undefined;
  const [from, to] = ends.map((end) => (isBlank(end) ? null : kind.read(end, field, ctx)));
  if (from === undefined || to === undefined) return undefined;
  return from === null && to === null ? null : { from, to };
}

const words = { from: { 'zh-CN': '开始', en: 'from' }, to: { 'zh-CN': '结束', en: 'to' } };

function partsOf<F extends RangeField>(field: F, kind: RangeKind<F>): FieldPart[] {
  const label = localised(field.label);
  return (['from', 'to'] as const).map((key) => ({
    key,
    field: {
      key,
      type: kind.end,
      label: { 'zh-CN': `${label['zh-CN']}（${words[key]['zh-CN']}）`, en: `${label.en} (${words[key].en})` },
    } as Field,
    sql: kind[key],
  }));
}

function display<F extends RangeField>(value: Json, field: F, ctx: DisplayContext, kind: RangeKind<F>): string {
  const range = rangeOf(value);
  if (!range) return typeof value === 'string' ? value : '';
  const [from, to] = [range.from, range.to].map((end) => (end === null ? '…' : kind.show(end, field, ctx)));
  return `${from}${ctx.locale === 'en' ? ' – ' : ' 至 '}${to}`;
}

export function rangeType<F extends RangeField>(kind: RangeKind<F>): FieldType<F> {
  const end: FactType = { kind: kind.end };
  return {
    type: kind.type,
    label: kind.label,
    icon: kind.icon,
    emptyValue: null,
    operators: ['filled'],
    sortable: true,
    searchable: false,
    derived: false,
    mismatch: 'not_a_range',
    factType: () => ({ kind: 'context', fields: { from: end, to: end } }),
    jsonSchema: (field) => ({
      type: ['object', 'null'],
      properties: { from: kind.schema(field), to: kind.schema(field) },
      required: ['from', 'to'],
      additionalProperties: false,
    }),
    column: () => ({ sqlType: kind.sqlType }),
    encode(value) {
      const range = rangeOf(value);
      return range && kind.encode(range);
    },
    decode: (stored, field) => (stored === null || stored === undefined ? null : { ...kind.decode(stored, field) }),
    normalise: (input, field, ctx) => {
      const range = readRange(input, kind, field, ctx);
      return range && { ...range };
    },
    settle(value, field, ctx) {
      const range = readRange(value, kind, field, ctx);
      if (!range?.from || !range.to || kind.judge({ from: range.from, to: range.to }, field, ctx)) return null;
      return { ...range };
    },
    validate(value, field, limits) {
      const range = rangeOf(value);
      if (!range) return { code: 'not_a_range' };
      const { from, to } = range;
      if (from === null || to === null) return { code: 'range_incomplete' };
      if (kind.read(from, field, limits) !== from || kind.read(to, field, limits) !== to)
        return { code: 'not_a_range' };
      return kind.judge({ from, to }, field, limits);
    },
    display: (value, field, ctx) => display(value, field, ctx, kind),
    mask: () => null,
    parts: (field) => partsOf(field, kind),
    boundType: () => end,
  };
}

/** PostgreSQL's text of a range: ["2026-03-02 01:00:00+00","2026-03-02 02:00:00+00"]. */
export function readBounds(stored: unknown): { from: string; to: string; isClosed: boolean } | undefined {
  const found = /^[[(]"?([^",]*)"?,"?([^",\])]*)"?([\])])$/.exec(String(stored));
  return found ? { from: found[1] ?? '', to: found[2] ?? '', isClosed: found[3] === ']' } : undefined;
}
