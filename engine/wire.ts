/**
 * What goes over HTTP between the server and its screens: the shapes of the API's answers and requests, by area.
 * Types only. Values are plain JSON: money and decimals are strings, times are ISO instants in UTC.
 */
export type * from './wire/absence.ts';
export type * from './wire/answer.ts';
export type * from './wire/app.ts';
export type * from './wire/board.ts';
export type * from './wire/bulk.ts';
export type * from './wire/command.ts';
export type * from './wire/comment.ts';
export type * from './wire/design.ts';
export type * from './wire/error.ts';
export type * from './wire/explain.ts';
export type * from './wire/history.ts';
export type * from './wire/import.ts';
export type * from './wire/incident.ts';
export type * from './wire/json.ts';
export type * from './wire/list.ts';
export type * from './wire/message.ts';
export type * from './wire/picture.ts';
export type * from './wire/portal.ts';
export type * from './wire/print.ts';
export type * from './wire/public.ts';
export type * from './wire/record.ts';
export type * from './wire/session.ts';
export type * from './wire/simulation.ts';
export type * from './wire/task.ts';
export type * from './wire/view.ts';
