const PART = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** Milliseconds of an ISO 8601 duration without years and months, whose length nobody knows. */
export function durationMs(text: string): number {
  const found = PART.exec(text);
  if (!found || text === 'P' || text.endsWith('T')) throw new RangeError(`Not a duration of weeks to seconds: ${text}`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}
