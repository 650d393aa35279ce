import type { CommentOrder, CommentView, Person } from '../../wire.ts';
import type { Locale, UserActor } from '../access/actor.ts';

/** Where a file stands that was uploaded for a comment: beside the fields, whose names never begin so. */
export const COMMENT_FIELD = '@comment';

/** A record, by its place. */
export interface RecordPlace {
  app: string;
  form: string;
  record: string;
}

/**
 * What staff say to each other about a record. Open to exactly those who may see the record and have an account: visitors
 * never read a word of it. Nothing is lost: what a comment said before a change stays in engine.comment_version.
 */
export interface Comments {
  list(place: RecordPlace, user: UserActor, locale: Locale): Promise<CommentView[]>;
  write(place: RecordPlace, order: CommentOrder, user: UserActor, locale: Locale): Promise<CommentView>;
  edit(place: RecordPlace, order: Omit<CommentOrder, 'files'>, user: UserActor, locale: Locale): Promise<CommentView>;
  remove(place: RecordPlace, id: string, user: UserActor): Promise<void>;
  /** Who may be named: those who may see the record. */
  people(place: RecordPlace, search: string | undefined, user: UserActor, locale: Locale): Promise<Person[]>;
  /** Does the file stand in a comment that this person may read? */
  holds(place: RecordPlace, file: string, user: UserActor): Promise<boolean>;
}
