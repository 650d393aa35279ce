import type { ECBasicOption } from 'echarts/types/dist/shared';
import type { TileData } from '../../engine/wire.ts';
import { percent } from '../i18n/format.ts';
import type { Tile } from './mark.ts';
import { asNumber, type Colours, type Show } from './option.ts';

/** About how wide the drawing is on a desk, in pixels: a board has twelve columns. Narrower screens have `media`. */
export const roomOf = (tile: Tile): number => ((tile.size[0] ?? 4) / 12) * 1100 - 120;

/** More than these are dates or ranks, of which some may go without a name. */
const ALL_NAMED = 10;

/** Names below columns: every one of a few, in two lines where that is what they need; of many, as many as there is room for. */
export const named = (count: number, room: number): object =>
  count > ALL_NAMED || count === 0
    ? { alignMinLabel: 'left', alignMaxLabel: 'right' }
    : { interval: 0, width: Math.max(40, Math.floor(room / count) - 4), overflow: 'break' };

export const narrowAxis = (count: number): { query: object; option: ECBasicOption } => ({
  query: { maxWidth: 400 },
  option: { xAxis: { axisLabel: { ...named(count, 280), fontSize: 10 } } },
});

/** On a phone there is no room beside it: the legend goes below. */
export const narrowPie = {
  query: { maxWidth: 400 },
  option: {
    legend: { orient: 'horizontal', left: 0, right: 0, top: 'auto', bottom: 0 },
    series: [{ radius: ['36%', '62%'], center: ['50%', '44%'] }],
  },
};

/** Names across a phone would run into each other. */
export const narrowHeatmap = {
  query: { maxWidth: 480 },
  option: {
    xAxis: { axisLabel: { rotate: 45, width: 80, overflow: 'truncate' } },
    yAxis: { axisLabel: { width: 88 } },
  },
};

/** Stages from the top, in the order they come: each with what is left of the first. */
export function funnel(data: TileData, colour: Colours, show: Show): ECBasicOption {
  const [series] = data.series ?? [];
  const format = series?.format ?? data.format;
  const values = (series?.values ?? []).map(asNumber);
  const first = values[0] ?? 0;
  const text = (name: string, value: unknown): string => {
    const part = first > 0 && typeof value === 'number' ? ` · ${percent(String(value / first))}` : '';
    return `${name}  ${show(value, format)}${part}`;
  };
  return {
    tooltip: { trigger: 'item', formatter: (item: { name: string; value: unknown }) => text(item.name, item.value) },
    series: [
      {
        type: 'funnel',
        sort: 'none',
        left: 0,
        width: '52%',
        top: 8,
        bottom: 8,
        gap: 2,
        min: 0,
        max: Math.max(first, ...values.map((value) => value ?? 0), 1),
        minSize: '2%',
        label: {
          position: 'right',
          color: colour.text,
          formatter: (item: { name: string; value: unknown }) => text(item.name, item.value),
        },
        labelLine: { show: true, length: 12, lineStyle: { color: colour.line } },
        itemStyle: { color: colour.accent, borderColor: colour.surface, borderWidth: 1 },
        data: (data.categories ?? []).map(({ text: name }, index) => ({ name, value: values[index] ?? 0 })),
      },
    ],
  };
}

/** The first dimension from top to bottom, where long names have room; the second across. */
export function heatmap(data: TileData, colour: Colours, show: Show, room: number): ECBasicOption {
  const rows = (data.categories ?? []).map(({ text }) => text);
  const columns = (data.series ?? []).map(({ text }) => text);
  const cells = (data.series ?? []).flatMap(({ values }, y) =>
    values.map((value, x): [number, number, number] => [x, y, asNumber(value) ?? 0]),
  );
  const most = Math.max(1, ...cells.map(([, , value]) => value));
  const axis = (names: string[], more: object) => ({
    type: 'category',
    data: names,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: colour.quiet, hideOverlap: true, width: 120, overflow: 'truncate' },
    ...more,
  });
  return {
    tooltip: {
      trigger: 'item',
      formatter: ({ value: [x, y, value] }: { value: [number, number, number] }) =>
        `${rows[x] ?? ''} · ${columns[y] ?? ''}: ${show(value, data.format)}`,
    },
    grid: { left: 4, right: 8, top: 4, bottom: 0, containLabel: true },
    xAxis: axis(columns, { axisLabel: { color: colour.quiet, ...named(Math.min(columns.length, ALL_NAMED), room) } }),
    yAxis: axis(rows, { inverse: true }),
    visualMap: { show: false, min: 0, max: most, dimension: 2, inRange: { color: [colour.surface, colour.accent] } },
    series: [
      {
        type: 'heatmap',
        encode: { x: 1, y: 0, value: 2 },
        data: cells,
        itemStyle: { borderColor: colour.line, borderWidth: 1 },
        label: {
          show: true,
          color: colour.text,
          textBorderColor: colour.surface,
          textBorderWidth: 2,
          formatter: ({ value: [, , value] }: { value: [number, number, number] }) =>
            value === 0 ? '' : show(value, data.format),
        },
      },
    ],
  };
}
