import type { Label } from '../definition/types.generated.ts';
import type { RecordView } from './record.ts';
import type { Person } from './session.ts';

/** GET /api/tasks */
export interface TaskList {
  rows: TaskRow[];
  total: number;
}

export interface TaskRow {
  id: string;
  app: string;
  form: string;
  record: string;
  flow: string;
  node: string;
  nodeLabel: Label;
  kind: 'approve' | 'handle' | 'copy';
  title: string;
  /** Who applied, and the two or three fields that tell most: label and text. */
  summary: { label: Label; text: string }[];
  state?: string;
  assignee?: Person;
  /** In whose place the assignee has it. */
  standsFor?: Person;
  role?: string;
  created_at: string;
  due_at?: string;
  remind_at?: string;
  overdue: boolean;
  /** Of the record, as the list shows it. */
  revision: number;
  status: 'open' | 'done' | 'cancelled';
  outcome?: string;
  /** Who did it, where somebody else did it in one's place. */
  by?: Person;
  done_at?: string;
}

/** GET /api/tasks/:id */
export interface TaskView {
  task: TaskRow;
  /** Why it is on this desk. */
  why: string[];
  help?: Label;
  /** Fields that are filled in at this step: what the screen begins with. */
  work?: string[];
  /** Fields that the step names to be read: what stands next. */
  about?: string[];
  record: RecordView;
}

/** GET /api/tasks/counts */
export interface TaskCounts {
  todo: number;
  overdue: number;
  copied: number;
  unread: number;
}
