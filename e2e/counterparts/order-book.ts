import { Decimal } from 'decimal.js';
import { isObject, type JsonObject, objects, text } from './json-body.ts';

/** One order as the order system answers it: the rows of a data file of an app, with their times made real. */
export type Order = JsonObject & { order_no: string; lines: JsonObject[] };

const DAY_MS = 86_400_000;
const RELATIVE = /^\{\{([+-]?\d+)d(?: (\d{2}):(\d{2}))?\}\}$/;

/** Midnight of the day in which `now` lies in a zone that keeps one offset all year (given in minutes east of UTC). */
function startOfDay(now: Date, offsetMinutes: number): number {
  const local = now.getTime() + offsetMinutes * 60_000;
  return local - (((local % DAY_MS) + DAY_MS) % DAY_MS) - offsetMinutes * 60_000;
}

/** '{{-3d 10:30}}' is half past ten three days before the day of loading; other values stay as they are. */
export function resolveRelative(value: unknown, now: Date, offsetMinutes = 480): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveRelative(item, now, offsetMinutes));
  if (isObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, resolveRelative(item, now, offsetMinutes)]);
    return Object.fromEntries(entries);
  }
  const match = typeof value === 'string' ? RELATIVE.exec(value) : null;
  if (!match) return value;
  const [, days = '0', hours = '0', minutes = '0'] = match;
  const at = startOfDay(now, offsetMinutes) + Number(days) * DAY_MS + (Number(hours) * 60 + Number(minutes)) * 60_000;
  return new Date(Math.min(at, now.getTime())).toISOString();
}

function money(value: unknown): Decimal {
  return new Decimal(text(value) || '0');
}

/** What was paid for a line: its price less its share of the discount. Given figures stay as they are. */
function priced(line: JsonObject): JsonObject {
  if (text(line.unit_price) === '') return line;
  const paid = money(line.unit_price).times(Number(line.qty)).minus(money(line.discount_share));
  const each = paid.dividedBy(Number(line.qty));
  return {
    line_paid: paid.toFixed(2),
    unit_paid: each.toFixed(2, Decimal.ROUND_HALF_EVEN),
    ...line,
  };
}

function orderOf(row: JsonObject, now: Date): Order {
  const resolved = resolveRelative(row, now);
  const whole = isObject(resolved) ? resolved : {};
  const lines = objects(whole.lines).map(priced);
  const paid = lines.reduce((sum, line) => sum.plus(money(line.line_paid)), money(whole.freight));
  return { order_paid: paid.toFixed(2), ...whole, order_no: text(whole.order_no), lines };
}

/** Reads orders from a data definition ({rows: […]}) or a plain list. */
export function readOrders(source: unknown, now: Date): Map<string, Order> {
  const rows = objects(isObject(source) ? source.rows : source);
  return new Map(rows.map((row) => [text(row.order_no), orderOf(row, now)]));
}
