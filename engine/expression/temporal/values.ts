import { type Civil, civilFromDays, daysFromCivil, inCalendar, msPerDay } from './calendar.ts';
import { instantOf, localAt, offsetAt, type Zone } from './zone.ts';

/** A day of the calendar. */
export class PlainDate {
  readonly days: number;
  constructor(days: number) {
    this.days = days;
  }
  get civil(): Civil {
    return civilFromDays(this.days);
  }
}

/** A time of day, with an offset from UTC in minutes where one was written. */
export class PlainTime {
  readonly ms: number;
  readonly offset: number | undefined;
  constructor(ms: number, offset?: number) {
    this.ms = ms;
    this.offset = offset;
  }
}

/** An instant with the zone that its day and hour are read in. Two are equal when the instants are. */
export class DateTime {
  readonly ms: number;
  readonly zone: Zone;
  constructor(ms: number, zone: Zone) {
    this.ms = ms;
    this.zone = zone;
  }
  get local(): number {
    return localAt(this.zone, this.ms);
  }
  get date(): PlainDate {
    return new PlainDate(Math.floor(this.local / msPerDay));
  }
  get timeOfDay(): number {
    const { local } = this;
    return local - Math.floor(local / msPerDay) * msPerDay;
  }
  get offset(): number {
    return offsetAt(this.zone, this.ms);
  }
}

/** Days, hours, minutes and seconds. */
export class Duration {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** Years and months. */
export class Months {
  readonly months: number;
  constructor(months: number) {
    this.months = months;
  }
}

export type Temporal = PlainDate | PlainTime | DateTime | Duration | Months;

export const makeDate = (days: number): PlainDate | null => (inCalendar(days) ? new PlainDate(days) : null);

export function makeDateTime(ms: number, zone: Zone): DateTime | null {
  return inCalendar(Math.floor(ms / msPerDay)) ? new DateTime(ms, zone) : null;
}

export const civilDate = (year: number, month: number, day: number): PlainDate =>
  new PlainDate(daysFromCivil(year, month, day));

export const startOfDay = (date: PlainDate, zone: Zone): number => instantOf(zone, date.days * msPerDay);

const two = (value: number): string => String(value).padStart(2, '0');

export function formatDate(date: PlainDate): string {
  const { year, month, day } = date.civil;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const fraction = ms % 1000;
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return fraction === 0 ? clock : `${clock}.${String(fraction).padStart(3, '0').replace(/0+$/, '')}`;
}

function formatOffset(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export function formatTime(time: PlainTime): string {
  return formatClock(time.ms) + (time.offset === undefined ? '' : formatOffset(time.offset));
}

/** Local time with its offset, as DMN's `string` writes it. */
export function formatDateTime(value: DateTime): string {
  const offset = formatOffset(Math.round(value.offset / 60_000));
  return `${formatDate(value.date)}T${formatClock(value.timeOfDay)}${offset}`;
}

/** The instant in UTC with milliseconds, as it is stored. */
export const formatInstant = (value: DateTime): string => new Date(value.ms).toISOString();

export function formatDuration(value: Duration): string {
  const size = Math.abs(value.ms);
  const days = Math.floor(size / msPerDay);
  const hours = Math.floor(size / 3_600_000) % 24;
  const minutes = Math.floor(size / 60_000) % 60;
  const seconds = (size % 60_000) / 1000;
  const clock = (hours ? `${hours}H` : '') + (minutes ? `${minutes}M` : '') + (seconds ? `${seconds}S` : '');
  const text = (days ? `${days}D` : '') + (clock ? `T${clock}` : '');
  return `${value.ms < 0 ? '-' : ''}P${text || 'T0S'}`;
}

export function formatMonths(value: Months): string {
  const size = Math.abs(value.months);
  const years = Math.floor(size / 12);
  const months = size % 12;
  const text = (years ? `${years}Y` : '') + (months ? `${months}M` : '');
  return `${value.months < 0 ? '-' : ''}P${text || '0M'}`;
}
