/** An ISO 8601 duration in its parts: months have no fixed length, days are working days where a calendar rules. */
export interface DurationParts {
  months: number;
  weeks: number;
  days: number;
  ms: number;
}

const form = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

const known = new Map<string, Readonly<DurationParts> | undefined>();

/** Undefined where the text is no duration. A minus makes every part negative. Deadlines ask for the same ones again and again. */
export function parseDuration(text: string): Readonly<DurationParts> | undefined {
  if (!known.has(text)) {
    if (known.size > 1_000) known.clear();
    known.set(text, readDuration(text));
  }
  return known.get(text);
}

function readDuration(text: string): DurationParts | undefined {
  const found = form.exec(text);
  if (!found || text.endsWith('P') || text.endsWith('T')) return undefined;
  const sign = found[1] ? -1 : 1;
  const part = (index: number) => sign * Number(found[index] ?? 0);
  return {
    months: part(2) * 12 + part(3),
    weeks: part(4),
    days: part(5),
    ms: part(6) * 3_600_000 + part(7) * 60_000 + part(8) * 1000,
  };
}
