import { instantOf, localAt } from '../../../engine/expression/temporal/zone.ts';
import type { Locale } from '../../i18n/index.ts';

/** This screen's own clock. */
export const hereZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const MINUTE = 60_000;

/** "2026-03-02 09:30" on that clock. */
export function wallTime(instant: string, zone: string): string {
  return new Date(localAt(zone, Date.parse(instant))).toISOString().slice(0, 16).replace('T', ' ');
}

/** The instant that a clock there shows as "2026-03-02 09:30"; undefined where it is no such text. */
export function instantAt(wall: string, zone: string): string | undefined {
  const local = Date.parse(`${wall.replace(' ', 'T')}:00.000Z`);
  return Number.isNaN(local) ? undefined : new Date(instantOf(zone, local)).toISOString();
}

/** Now, to the minute that has begun. */
export const nowThere = (zone: string, now = Date.now()): string =>
  wallTime(new Date(Math.floor(now / MINUTE) * MINUTE).toISOString(), zone);

/** The evening of the same day next week. */
export const weekLater = (zone: string, now = Date.now()): string =>
  `${wallTime(new Date(now + 7 * 86_400_000).toISOString(), zone).slice(0, 10)} 18:00`;

/** How people call a zone: "Central European Time". */
export function zoneName(zone: string, language: Locale): string {
  const parts = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'longGeneric' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
