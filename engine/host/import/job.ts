import type { Localised } from '../../definition/index.ts';
import type { ImportView } from '../../wire.ts';
import type { CsvShape } from './csv.ts';
import type { Mapping } from './mapping.ts';

/** draft: uploaded, being mapped; waiting: to be taken up by a process; the rest says itself. */
export type JobStatus = 'draft' | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';

export interface Job {
  id: string;
  app: string;
  form: string;
  owner: string | null;
  file: string;
  name: string;
  mapping: Mapping;
  options: { shape: CsvShape; headers: string[] };
  status: JobStatus;
  /** Lines without the header; how many records are through; lines that got in and that did not. */
  total: number;
  position: number;
  accepted: number;
  refused: number;
  error: { code: string; message: Localised } | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export type { ImportView };
