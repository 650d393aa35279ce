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

/** Reads orders from a data definition ({rows: […]}) or a plain list. */
export function readOrders(source: unknown, now: Date): Map<string, Order> {
  const rows = objects(isObject(source) ? source.rows : source);
  const orders = rows.map((row): [string, Order] => {
    const resolved = resolveRelative(row, now);
    const whole = isObject(resolved) ? resolved : {};
    return [text(whole.order_no), { ...whole, order_no: text(whole.order_no), lines: objects(whole.lines) }];
  });
  return new Map(orders);
}
