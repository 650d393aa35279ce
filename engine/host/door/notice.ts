/** What goes out on NOTIFY channel `engine`, for caches, workers and the screens of whoever may see it. */
export interface Notice {
  kind: 'record' | 'comment' | 'task' | 'message' | 'app' | 'people' | 'proxies' | 'work' | 'design' | 'incident';
  app?: string;
  form?: string;
  /** Of the record. */
  id?: string;
  /** Whom it concerns; everybody who may see the record where it is left out. */
  users?: string[];
  /** design: the draft's files that were saved, and by whom (login). */
  path?: string[];
  by?: string;
}

export type Announce = (notices: readonly Notice[]) => void;
