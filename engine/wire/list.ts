import type { Label } from '../definition/types.generated.ts';
import type { Values } from './json.ts';
import type { FileView } from './record.ts';

/** GET …/records */
export interface RecordList {
  rows: RecordRow[];
  total: number;
  /** Too many to count: the total is an estimate. */
  isEstimate?: true;
  texts: Record<string, string>;
  files: Record<string, FileView>;
}

export interface RecordRow {
  id: string;
  revision: number;
  state?: string;
  title: string;
  created_at: string;
  updated_at: string;
  data: Values;
}

/** GET …/records/:id/related */
export interface RelatedView {
  key: string;
  label: Label;
  form: string;
  columns: string[];
  list: RecordList;
}
