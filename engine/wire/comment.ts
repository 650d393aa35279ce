import type { FileView } from './record.ts';
import type { Person } from './session.ts';

/** GET …/records/:id/comments, oldest first: what the people who work on a record say to each other. */
export interface CommentView {
  id: string;
  author: Person;
  text: string;
  /** Those who are named in it. */
  mentions: Person[];
  files: FileView[];
  created_at: string;
  edited_at?: string;
  /** This person may change and remove it. */
  isMine: boolean;
}

/** POST …/comments; PATCH changes text and mentions. `id` is made by the caller: sent again, it is written once. */
export interface CommentOrder {
  id: string;
  text: string;
  /** Ids of people who may see the record. */
  mentions?: string[];
  /** Files uploaded for a comment. */
  files?: string[];
}
