import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { AppSummary, AppView, FormView, Session } from '../../engine/wire.ts';
import { ApiError, api, setCsrf } from '../api/client.ts';
import { hearPush, startPush, stopPush } from '../api/push.ts';
import { loadAllFields } from '../fields/load.ts';
import { i18n, locale } from '../i18n/index.ts';
import { useAccent } from '../theme/mode.ts';

/** Who is signed in, the apps they work in, and what they may know of each. */
export const useSession = defineStore('session', () => {
  const session = ref<Session>();
  const known = ref(false);
  const apps = ref<AppSummary[]>([]);
  const views = ref<Record<string, AppView>>({});

  /** The server writes names, messages and errors in the language of the screen. */
  async function speak(): Promise<void> {
    if (session.value === undefined) return;
    const { user } = session.value;
    // Absences begin and end by the clock of whoever is away: wherever this screen is now.
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const isKnown = user.locale === locale() && user.timeZone === timeZone;
    if (!isKnown) session.value = await api.put<Session>('/api/session', { locale: locale(), timeZone });
  }

  async function enter(next: Session): Promise<void> {
    session.value = next;
    setCsrf(next.csrf);
    await speak();
    apps.value = await api.get<AppSummary[]>('/api/apps');
    const fields = loadAllFields();
    const loaded = await Promise.all(apps.value.map((app) => api.get<AppView>(`/api/apps/${app.key}`)));
    await fields;
    views.value = Object.fromEntries(loaded.map((view) => [view.key, view]));
    useAccent(loaded[0]?.brand?.accent);
    startPush();
  }

  /** Asks the server once who we are; resolves to whether somebody is signed in. */
  async function restore(): Promise<boolean> {
    if (known.value) return session.value !== undefined;
    try {
      await enter(await api.get<Session>('/api/session'));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
    }
    known.value = true;
    return session.value !== undefined;
  }

  async function signIn(login: string, password: string): Promise<void> {
    await enter(await api.post<Session>('/api/session', { login, password }));
    known.value = true;
  }

  watch(i18n.global.locale, () => void speak());
  // Published anew: menus, lists and forms are what they are now, without a reload of the page.
  hearPush(({ kind, app: key }) => {
    if (kind === 'app' && key !== undefined && views.value[key] !== undefined)
      void reloadApp(key).catch(() => undefined);
  });

  function forget(): void {
    session.value = undefined;
    setCsrf(undefined);
    views.value = {};
    apps.value = [];
    stopPush();
  }

  async function signOut(): Promise<void> {
    await api.remove('/api/session').finally(forget);
  }

  async function reloadApp(key: string): Promise<void> {
    views.value = { ...views.value, [key]: await api.get<AppView>(`/api/apps/${key}`) };
  }

  function app(key: string): AppView | undefined {
    return views.value[key];
  }
  function form(appKey: string, formKey: string): FormView | undefined {
    return views.value[appKey]?.forms.find((candidate) => candidate.definition.key === formKey);
  }

  return {
    session,
    apps,
    views: computed(() => Object.values(views.value)),
    restore,
    signIn,
    signOut,
    forget,
    reloadApp,
    app,
    form,
  };
});
