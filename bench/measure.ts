/** One figure of a benchmark: what was measured, in which unit, and the limit it has to keep. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** At most, or at least. Left out: shown for comparison only. */
  limit?: { most: number } | { least: number };
}

export type Suite = () => Promise<Measurement[]>;

export function keepsLimit({ value, limit }: Measurement): boolean | undefined {
  if (limit === undefined) return undefined;
  return 'most' in limit ? value <= limit.most : value >= limit.least;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function print(suite: string, measurements: readonly Measurement[]): void {
  console.log(`\n${suite}`);
  const width = Math.max(...measurements.map(({ name }) => name.length));
  for (const measurement of measurements) {
    const kept = keepsLimit(measurement);
    const { limit } = measurement;
    const bound = limit === undefined ? '' : 'most' in limit ? `≤ ${limit.most}` : `≥ ${limit.least}`;
    const verdict = kept === undefined ? '' : kept ? 'ok' : 'MISSED';
    const figure = measurement.value.toFixed(measurement.value < 100 ? 2 : 0);
    console.log(
      `  ${measurement.name.padEnd(width)}  ${figure.padStart(9)} ${measurement.unit.padEnd(8)} ${bound.padEnd(8)} ${verdict}`,
    );
  }
}
