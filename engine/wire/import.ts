import type { Condition, Label } from '../definition/types.generated.ts';
import type { Values } from './json.ts';

/** What a value of an import comes from: a column, a FEEL formula over the columns ("= …"), or a literal. */
export type ImportSource = { column: string } | string | number | boolean | null;

export interface ImportMapping {
  columns?: Record<string, { name?: string; type?: 'text' | 'integer' | 'number' | 'date' | 'datetime' | 'boolean' }>;
  /** Lines that name a record change it: by its id, or by a unique field. */
  key?: { column: string; field?: string; revision?: string };
  group?: string[];
  skip?: { when: Condition; reason: string; label?: Label }[];
  fields: Record<string, ImportSource>;
  tables?: Record<string, { fields: Record<string, ImportSource>; merge?: { by: string[]; sum: string[] } }>;
}

/** POST /api/apps/:app/imports, GET and PUT /api/imports/:id */
export interface ImportView {
  id: string;
  app: string;
  form: string;
  name: string;
  status: 'draft' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
  /** Lines of the file without its head. */
  total: number;
  /** Records that are through. */
  position: number;
  /** Lines that got in, and that did not. */
  accepted: number;
  refused: number;
  mapping: ImportMapping;
  columns: { header: string; name: string; samples: string[] }[];
  created_at: string;
  started_at?: string;
  ended_at?: string;
  error?: { code: string; message: string };
  reasons: { code: string; text: string; count: number }[];
  /** Of a draft: the first records as they would be created. */
  preview?: {
    lines: number[];
    /** What becomes of it. */
    what: 'create' | 'update' | 'same' | 'refused';
    data: Values;
    problems: { code: string; text: string; at?: string }[];
  }[];
}
