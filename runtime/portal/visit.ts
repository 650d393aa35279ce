import { reactive } from 'vue';
import type { Label } from '../../engine/definition/types.generated.ts';
import type { AppView, PortalView, Values } from '../../engine/wire.ts';
import { ApiError, api, setVisitor, whenRenewed } from '../api/client.ts';
import { startPush, stopPush } from '../api/push.ts';
import { tab } from '../device/tab.ts';
import { loadFields } from '../fields/load.ts';
import { useAccent } from '../theme/mode.ts';

interface Kept {
  token: string;
  proof: Values;
}

/** One visit: which app, what has been proved. The token lives in this tab only and dies with it. */
export const visit = reactive<{
  view?: PortalView;
  proof?: Values;
  problem?: ApiError;
  /** Of a public form, which has no portal around it. */
  title?: Label;
  brand?: PortalView['brand'];
}>({});
const storageKey = (app: string) => `visit.${app}`;

function take(app: string, kept: Kept | undefined): void {
  if (kept === undefined) {
    setVisitor(undefined);
    delete visit.proof;
    stopPush();
    tab.remove(storageKey(app));
    return;
  }
  setVisitor(kept.token);
  visit.proof = kept.proof;
  tab.set(storageKey(app), JSON.stringify(kept));
  startPush();
}

async function begin(app: string): Promise<void> {
  whenRenewed((token) => take(app, visit.proof === undefined ? undefined : { token, proof: visit.proof }));
  const view = await api.get<PortalView>(`/api/portal/${app}`);
  await loadFields([view.form.definition]);
  useAccent(view.brand?.accent);
  const query = new URLSearchParams(location.search);
  const jwt = query.get('token');
  const kept = tab.get(storageKey(app));
  if (jwt !== null) {
    // Out of the address at once: it must not end in a history or a referrer.
    history.replaceState(history.state, '', location.pathname);
    take(app, await api.post<Kept>(`/api/portal/${app}/token`, { jwt }));
  } else if (kept !== null) take(app, JSON.parse(kept) as Kept);
  // Pages are shown once it is known who is there: they ask whoever has no proof for one.
  visit.view = view;
}

let beginning: Promise<void> | undefined;
export function start(app: string): Promise<void> {
  beginning ??= begin(app).catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    visit.problem = error;
  });
  return beginning;
}

/** What the app says of itself now: its form may have been published anew. */
export async function lookAgain(app: string): Promise<void> {
  visit.view = await api.get<PortalView>(`/api/portal/${app}`);
}

export async function prove(app: string, fields: Values): Promise<void> {
  const { token } = await api.post<Pick<Kept, 'token'>>(`/api/portal/${app}/proof`, { fields });
  take(app, { token, proof: fields });
}

export function leave(app: string): void {
  take(app, undefined);
}

/** The portal's app as the form renderer knows apps. */
export function asApp(view: PortalView): AppView {
  return { ...view, roles: [], myRoles: ['visitor'], navigation: [], boards: [], forms: [view.form] };
}
