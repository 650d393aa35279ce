/** An instant as the clock on the wall of a zone shows it, and back. ISO instant ↔ "YYYY-MM-DD HH:mm:ss". */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(zone, format);
  }
  return format;
}

export function wallClock(instant: string, zone: string): string {
  return formatFor(zone).format(new Date(instant));
}

export function instantOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall.replace(' ', 'T')}Z`);
  // Two steps settle it on either side of a change of the clocks.
  let guess = asUtc;
  for (let step = 0; step < 2; step += 1) {
    const shown = Date.parse(`${wallClock(new Date(guess).toISOString(), zone).replace(' ', 'T')}Z`);
    guess += asUtc - shown;
  }
  return new Date(guess).toISOString();
}
