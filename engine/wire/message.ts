/** GET /api/messages */
export interface MessageView {
  id: string;
  app: string;
  title: string;
  text: string;
  link?: string;
  created_at: string;
  read_at?: string;
}

/** GET /api/push: server-sent events. */
export interface PushEvent {
  kind: 'record' | 'comment' | 'task' | 'message' | 'app' | 'design' | 'incident';
  app?: string;
  form?: string;
  id?: string;
  /** design: the files that were saved, and by whom; with `id`, a publish that has got on. */
  path?: string[];
  by?: string;
}
