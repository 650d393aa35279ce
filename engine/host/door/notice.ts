/** What goes out on NOTIFY channel `engine`, for caches, workers and the screens of whoever may see it. */
export interface Notice {
  kind: 'record' | 'task' | 'message' | 'app' | 'people' | 'work';
  app?: string;
  form?: string;
  /** Of the record. */
  id?: string;
  /** Whom it concerns; everybody who may see the record where it is left out. */
  users?: string[];
}

export type Announce = (notices: readonly Notice[]) => void;
