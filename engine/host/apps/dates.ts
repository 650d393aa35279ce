import type { Field } from '../../definition/index.ts';
import type { Json } from '../../wire.ts';

const RELATIVE = /^\{\{\s*(?:(-|\+)(\d+)([dhm]))?\s*(?:(\d{2}):(\d{2}))?\s*\}\}$/;
const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/**
 * "{{-3d}}" or "{{-3d 10:30}}" relative to the day of loading, on the app's clock: so that demo data is always of the
 * last weeks. A date field gets the day, everything else an instant.
 */
export function relativeDates(value: Json, now: Date, timeZone: string, fields?: readonly Field[]): Json {
  if (typeof value === 'string') return RELATIVE.test(value) ? instantOf(value, now, timeZone) : value;
  if (Array.isArray(value)) return value.map((item) => relativeDates(item, now, timeZone, fields));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const field = fields?.find((one) => one.key === key);
      const inner = field?.type === 'table' ? field.fields : undefined;
      const made = relativeDates(item, now, timeZone, inner);
      const isDay = field?.type === 'date' && typeof item === 'string' && item !== made;
      return [key, isDay ? dayOf(new Date(String(made)), timeZone) : made];
    }),
  );
}

function instantOf(text: string, now: Date, timeZone: string): string {
  const [, sign, amount = '0', unit = 'd', hour, minute] = RELATIVE.exec(text) ?? [];
  const shift = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS] * (sign === '-' ? -1 : 1);
  const at = new Date(now.getTime() + shift);
  if (hour === undefined) return at.toISOString();
  return zonedInstant(dayOf(at, timeZone), `${hour}:${minute}`, timeZone).toISOString();
}

/** "2026-03-02" on that zone's calendar. */
export function dayOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

/** The instant at which a clock in the zone shows this; found by correcting a first guess by the zone's offset there. */
function zonedInstant(day: string, time: string, timeZone: string): Date {
  const guess = new Date(`${day}T${time}:00.000Z`);
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(guess);
  const offset = new Date(`${shown.replace(' ', 'T')}Z`).getTime() - guess.getTime();
  return new Date(guess.getTime() - offset);
}
