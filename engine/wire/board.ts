import type { ReportDefinition } from '../definition/types.generated.ts';
import type { Json } from './json.ts';

/** GET …/boards/:board */
export type BoardView = ReportDefinition;

/** POST …/tiles/:tile */
export interface TileData {
  kind: 'value' | 'series' | 'rows' | 'refused';
  format?: 'integer' | 'number' | 'money' | 'percent' | 'duration';
  /** value: decimal text, or null for "no data". Durations in seconds. */
  value?: string | null;
  max?: string | null;
  count?: number;
  /** series: names of the x-axis (texts already resolved) with raw marks for drilling. */
  categories?: { mark: Json; text: string }[];
  series?: { key: string; text: string; format?: TileData['format']; values: (string | null)[] }[];
  /** rows: a table. */
  columns?: { key: string; text: string; format?: string }[];
  rows?: { id?: string; cells: (string | null)[] }[];
  total?: string | null;
  status: 'ok' | 'warn' | 'none';
  limit?: string;
  message?: string;
}
