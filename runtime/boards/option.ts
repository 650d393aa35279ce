import type { ECBasicOption } from 'echarts/types/dist/shared';
import type { TileData } from '../../engine/wire.ts';
import { percent } from '../i18n/format.ts';
import { figure, step } from './figure.ts';
import type { Tile } from './mark.ts';
import { funnel, heatmap, named, narrowAxis, narrowHeatmap, narrowPie, roomOf } from './shapes.ts';

/** Told apart by people who do not see red and green, on both grounds (Okabe & Ito 2008, the yellow left out). */
const palette = ['#2f6fed', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#7a6ff0', '#8c8c8c'];

export interface Colours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  danger: string;
  accent: string;
}

function colours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    text: read('--text'),
    quiet: read('--text-2'),
    line: read('--line'),
    surface: read('--surface'),
    danger: read('--danger'),
    accent: read('--accent'),
  };
}

export type Show = (value: unknown, format?: TileData['format']) => string;
type OnAxis = (value: number, format?: TileData['format']) => string;

export const asNumber = (value: string | null) => (value === null ? null : Number(value));

function gauge(data: TileData, colour: Colours, show: Show): ECBasicOption {
  const max = asNumber(data.max ?? null) ?? 1;
  const hue = data.status === 'warn' ? colour.danger : colour.accent;
  return {
    series: [
      {
        type: 'gauge',
        startAngle: 200,
        endAngle: -20,
        center: ['50%', '66%'],
        radius: '100%',
        min: 0,
        max: max === 0 ? 1 : max,
        progress: { show: true, width: 12, itemStyle: { color: hue } },
        pointer: { show: false },
        axisLine: { lineStyle: { width: 12, color: [[1, colour.line]] } },
        axisTick: { show: false },
        splitLine: { show: false },
        axisLabel: { show: false },
        detail: {
          formatter: () => show(data.value ?? null, data.format),
          color: colour.text,
          fontSize: 22,
          offsetCenter: [0, '-10%'],
        },
        data: [{ value: asNumber(data.value ?? null) ?? 0 }],
      },
    ],
  };
}

function pie(data: TileData, colour: Colours, show: Show): ECBasicOption {
  const [series] = data.series ?? [];
  const format = series?.format ?? data.format;
  const parts = (data.categories ?? []).map(({ text }, index) => ({
    name: text,
    value: asNumber(series?.values[index] ?? null),
  }));
  const whole = parts.reduce((sum, { value }) => sum + (value ?? 0), 0);
  const share = (name: string): string => {
    const value = parts.find((part) => part.name === name)?.value ?? 0;
    return whole > 0 ? `${name}  ${percent(String(value / whole))}` : name;
  };
  return {
    tooltip: {
      trigger: 'item',
      formatter: (item: { name: string; value: unknown; percent: number }) =>
        `${item.name}: ${show(item.value, format)} (${item.percent}%)`,
    },
    legend: {
      // A few are all seen at once, wrapped where there is no room; of many there are pages.
      type: parts.length > 8 ? 'scroll' : 'plain',
      orient: 'vertical',
      right: 0,
      top: 'middle',
      itemWidth: 14,
      textStyle: { color: colour.quiet },
      formatter: share,
    },
    series: [
      {
        type: 'pie',
        radius: ['42%', '66%'],
        center: ['30%', '50%'],
        label: { show: false },
        itemStyle: { borderColor: colour.surface, borderWidth: 2 },
        data: parts,
      },
    ],
  };
}

/** Steps that people count time in, in seconds: minutes, hours, days, weeks. */
const timeSteps = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

function timeStep(data: TileData): number {
  const most = Math.max(0, ...(data.series ?? []).flatMap(({ values }) => values.map(Number)));
  return timeSteps.find((step) => most / step <= 5) ?? 604_800 * Math.ceil(most / 604_800 / 5);
}

/** What each series is drawn with, where there are several: the legend stands beside the drawing, not in it. */
export function legendOf(tile: Tile, data: TileData): { name: string; colour: string }[] {
  const { series = [] } = data;
  if (series.length < 2 || ['pie', 'funnel', 'heatmap', 'gauge'].includes(tile.type)) return [];
  return series.map(({ text }, index) => ({
    name: text,
    colour: index === 0 ? 'var(--accent)' : (palette[index % palette.length] ?? 'var(--accent)'),
  }));
}

function axes(
  tile: Tile,
  data: TileData,
  colour: Colours,
  show: Show,
  onAxis: OnAxis,
  hidden: ReadonlySet<string>,
): ECBasicOption {
  const names = (data.categories ?? []).map(({ text }) => text);
  const category = {
    type: 'category',
    data: names,
    axisLabel: {
      color: colour.quiet,
      hideOverlap: true,
      ...(tile.horizontal === true ? {} : named(names.length, roomOf(tile))),
    },
    axisLine: { lineStyle: { color: colour.line } },
    axisTick: { show: false },
    inverse: tile.horizontal === true,
  };
  const format = data.series?.[0]?.format ?? data.format;
  const value = {
    type: 'value',
    minInterval: format === 'integer' ? 1 : undefined,
    interval: format === 'duration' ? timeStep(data) : undefined,
    // Sums of money are long: lying down, five of them would touch.
    splitNumber: tile.horizontal === true && format === 'money' ? 3 : undefined,
    max:
      format === 'duration'
        ? ({ max }: { max: number }) => Math.ceil(max / timeStep(data)) * timeStep(data)
        : undefined,
    axisLabel: { color: colour.quiet, formatter: (number: number) => onAxis(number, format), hideOverlap: true },
    splitLine: { lineStyle: { color: colour.line } },
  };
  const limit = typeof tile.warnAbove === 'number' ? tile.warnAbove : undefined;
  const markLine =
    limit === undefined
      ? undefined
      : {
          symbol: 'none',
          silent: true,
          lineStyle: { color: colour.danger, type: 'dashed' },
          label: { color: colour.danger, formatter: onAxis(limit, format) },
          data: [tile.horizontal === true ? { xAxis: limit } : { yAxis: limit }],
        };
  return {
    tooltip: { trigger: 'axis', valueFormatter: (number: unknown) => show(number, format) },
    legend: { show: false, selected: Object.fromEntries([...hidden].map((name) => [name, false])) },
    grid: { left: 4, right: 16, top: 12, bottom: 0, containLabel: true },
    xAxis: tile.horizontal === true ? value : category,
    yAxis: tile.horizontal === true ? category : value,
    series: (data.series ?? []).map((series) => ({
      type: tile.type === 'line' ? 'line' : 'bar',
      name: series.text,
      data: series.values.map(asNumber),
      stack: tile.stacked === true ? 'all' : undefined,
      barMaxWidth: 32,
      symbolSize: 6,
      markLine,
    })),
  };
}

/** A tile's data as an ECharts option, in the colours of the mode. */
export function chartOption(
  tile: Tile,
  data: TileData,
  currency: string,
  dark: boolean,
  locale: string,
  hidden: ReadonlySet<string> = new Set(),
  moves = true,
): ECBasicOption {
  const colour = colours();
  const show: Show = (value, format) =>
    figure(value === null || value === undefined ? null : String(value), format, currency);
  const onAxis: OnAxis = (value, format) => step(value, format, currency);
  const base: ECBasicOption = {
    color: [colour.accent, ...palette.slice(1)],
    backgroundColor: 'transparent',
    darkMode: dark,
    animation: moves,
    animationDuration: 150,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    // Screen readers get the figures as a sentence, in the reader's language.
    aria: { enabled: true, label: { enabled: true, description: describe(data, show, locale) } },
  };
  if (tile.type === 'gauge') return { ...base, ...gauge(data, colour, show) };
  if (tile.type === 'pie') return { baseOption: { ...base, ...pie(data, colour, show) }, media: [narrowPie] };
  if (tile.type === 'funnel') return { ...base, ...funnel(data, colour, show) };
  if (tile.type === 'heatmap')
    return { baseOption: { ...base, ...heatmap(data, colour, show, roomOf(tile)) }, media: [narrowHeatmap] };
  const drawn = { ...base, ...axes(tile, data, colour, show, onAxis, hidden) };
  return tile.horizontal === true ? drawn : { baseOption: drawn, media: [narrowAxis(data.categories?.length ?? 0)] };
}

function describe(data: TileData, show: Show, locale: string): string {
  if (data.kind === 'value') return show(data.value ?? null, data.format);
  const separator = locale === 'en' ? ', ' : '，';
  return (data.categories ?? [])
    .map(
      (category, index) =>
        `${category.text} ${(data.series ?? []).map((series) => show(series.values[index] ?? null, series.format)).join(' / ')}`,
    )
    .join(separator);
}
