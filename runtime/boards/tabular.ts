import type { TileData } from '../../engine/wire.ts';

/** A chart's figures as a table: a row for each category, a column for each series. */
export function tabular(data: TileData, name: string): TileData {
  const { categories = [], series = [] } = data;
  return {
    ...data,
    kind: 'rows',
    columns: [
      { key: '', text: series.length > 1 ? '' : name },
      ...series.map(({ key, text, format }) => {
        const shown = format ?? data.format;
        return { key, text, ...(shown !== undefined && { format: shown }) };
      }),
    ],
    rows: categories.map(({ text }, index) => ({
      cells: [text, ...series.map(({ values }) => values[index] ?? null)],
    })),
  };
}
