import { msPerDay } from './calendar.ts';

/** An IANA name, or a fixed offset from UTC in minutes. */
export type Zone = string | number;

interface ZoneClock {
  format: Intl.DateTimeFormat;
  /** Offset by quarter of an hour: every transition of the tz database since 1973 lies on one. */
  offsets: Map<number, number>;
}

const quarter = 900_000;
const clocks = new Map<string, ZoneClock>();

function clockOf(zone: string): ZoneClock {
  const known = clocks.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const clock = { format, offsets: new Map<number, number>() };
  if (clocks.size > 600) clocks.clear();
  clocks.set(zone, clock);
  return clock;
}

export function isZone(zone: string): boolean {
  try {
    clockOf(zone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const written = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?/;

function readOffset(clock: ZoneClock, ms: number): number {
  const found = written.exec(clock.format.format(ms));
  if (!found?.[1]) return 0;
  const seconds = Number(found[2]) * 3600 + Number(found[3]) * 60 + Number(found[4] ?? 0);
  return (found[1] === '-' ? -1 : 1) * seconds * 1000;
}

/** How far local time is ahead of UTC at this instant, in milliseconds. */
export function offsetAt(zone: Zone, ms: number): number {
  if (typeof zone === 'number') return zone * 60_000;
  const clock = clockOf(zone);
  const slot = Math.floor(ms / quarter);
  const known = clock.offsets.get(slot);
  if (known !== undefined) return known;
  const offset = readOffset(clock, slot * quarter);
  if (clock.offsets.size > 20_000) clock.offsets.clear();
  clock.offsets.set(slot, offset);
  return offset;
}

/**
 * The instant that a wall clock shows as `local` (milliseconds as though it were UTC). An hour that is skipped in spring
 * is read with the offset before it, an hour that comes twice in autumn is its first.
 */
export function instantOf(zone: Zone, local: number): number {
  const before = offsetAt(zone, local - msPerDay);
  const after = offsetAt(zone, local + msPerDay);
  if (offsetAt(zone, local - before) === before) return local - before;
  if (offsetAt(zone, local - after) === after) return local - after;
  return local - before;
}

/** The wall clock at an instant, as milliseconds that read like UTC. */
export const localAt = (zone: Zone, ms: number): number => ms + offsetAt(zone, ms);
