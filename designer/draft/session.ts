import { type InjectionKey, inject, type ShallowRef, shallowRef } from 'vue';
import type { DesignView } from '../../engine/wire/design.ts';
import { ApiError } from '../../runtime/api/client.ts';
import { design, saveWhileLeaving } from '../api/design.ts';
import { meet } from '../facts/index.ts';
import { type News, Saver } from './saver.ts';
import { filesOf } from './served.ts';
import { browserShelf } from './shelf.ts';
import { DraftStore } from './store.ts';

/** One app's draft as it is open in this page: what is edited, and how it gets to the server. */
export interface DraftSession {
  app: string;
  store: DraftStore;
  saver: Saver;
  /** What others have changed since, newest last, until it is put away. */
  news: ShallowRef<readonly News[]>;
  close(): void;
}

export const sessionKey: InjectionKey<DraftSession> = Symbol('draft session');

/** For whatever stands within an app's frame. */
export function useDraft(): DraftSession {
  const session = inject(sessionKey);
  if (session === undefined) throw new Error('No app is open here.');
  return session;
}

/** Reads the app's draft, and keeps it and the server the same until it is closed. */
export async function openDraft(app: string, person: string): Promise<DraftSession> {
  const view: DesignView = await design.draft(app);
  void meetPeople(app);
  const store = new DraftStore(app, filesOf(view));
  const news = shallowRef<readonly News[]>([]);
  const saver = new Saver(view, {
    store,
    load: () => design.draft(app),
    save: (changes) => design.save(app, changes),
    saveWhileLeaving: (changes) => saveWhileLeaving(app, changes),
    shelf: browserShelf(app, person),
    after(ms, work) {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    tell: (more) => {
      news.value = [...news.value, ...more];
    },
  });
  const stop = whileOpen(saver);
  return {
    app,
    store,
    saver,
    news,
    close() {
      stop();
      void saver.flush().finally(() => saver.close());
    },
  };
}

/** Names for conditions. Without them people are entered with the control that the form has for them. */
async function meetPeople(app: string): Promise<void> {
  meet(undefined);
  try {
    meet(await design.people(app));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** A page that is hidden may never be seen again; one that is closed cannot wait for an answer. */
function whileOpen(saver: Saver): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  document.addEventListener('visibilitychange', () => document.hidden && void saver.flush(), { signal });
  addEventListener('pagehide', () => saver.leave(), { signal });
  addEventListener('pageshow', (event) => event.persisted && void saver.look(), { signal });
  addEventListener('online', () => void saver.flush(), { signal });
  addEventListener(
    'beforeunload',
    (event) => {
      // What the browser keeps is sent at the next visit; only what nobody keeps is worth a question.
      if (saver.state.value !== 'saved' && !saver.isKept.value) event.preventDefault();
    },
    { signal },
  );
  return () => stop.abort();
}
