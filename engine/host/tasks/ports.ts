import type { TaskCounts, TaskList, TaskView } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';

export type Box = 'todo' | 'done' | 'started' | 'copied';

export interface TaskQuery {
  box: Box;
  app?: string;
  flow?: string;
  node?: string;
  /** Looked for in what the task's form searches. */
  search?: string;
  overdue?: boolean;
  page?: number;
  size?: number;
}

export interface TaskPlace {
  app: string;
  form: string;
  record: string;
}

export interface TaskReads {
  list(query: TaskQuery, actor: UserActor, locale: Locale): Promise<TaskList>;
  counts(actor: UserActor): Promise<TaskCounts>;
  /** Where a task belongs, which never changes; undefined: there is no such task. */
  placeOf(id: string): Promise<TaskPlace | undefined>;
  /** The task with its record as this node may see it. */
  get(id: string, actor: UserActor, locale: Locale): Promise<TaskView>;
}
