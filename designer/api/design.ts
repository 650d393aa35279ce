import type {
  AppBundle,
  ChangePlan,
  DesignPeople,
  DesignSummary,
  DesignView,
  DraftChange,
  KeptPicture,
  NewApp,
  PublishResult,
  RetiredField,
  RetiredPlace,
  SaveResult,
  VersionFiles,
  VersionView,
} from '../../engine/wire/design.ts';
import { api, authHeaders, upload } from '../../runtime/api/client.ts';
import { download } from '../../runtime/api/download.ts';

const at = (app: string, place = '') => `/api/design/${encodeURIComponent(app)}${place}`;

/** Everything the designer asks of the server. */
export const design = {
  apps: () => api.get<DesignSummary[]>('/api/design/apps'),
  make: (app: NewApp) => api.post<DesignSummary>('/api/design/apps', app),
  bring: (bundle: AppBundle, key?: string) =>
    api.post<DesignSummary>('/api/design/import', { bundle, ...(key === undefined ? {} : { key }) }),
  draft: (app: string) => api.get<DesignView>(at(app)),
  save: (app: string, changes: DraftChange[]) => api.post<SaveResult>(at(app, '/save'), { changes }),
  discard: (app: string, paths?: string[]) =>
    api.post<SaveResult>(at(app, '/discard'), paths === undefined ? {} : { paths }),
  plan: (app: string) => api.get<ChangePlan>(at(app, '/plan')),
  publish: (app: string, body: { command: string; hash: string; note?: string }) =>
    api.post<PublishResult>(at(app, '/publish'), body),
  published: (app: string, id: string) => api.get<PublishResult>(at(app, `/publishes/${id}`)),
  versions: (app: string) => api.get<VersionView[]>(at(app, '/versions')),
  version: (app: string, number: number) => api.get<VersionFiles>(at(app, `/versions/${number}`)),
  restore: (app: string, number: number) => api.post<SaveResult>(at(app, `/versions/${number}/restore`)),
  retired: (app: string) => api.get<RetiredField[]>(at(app, '/retired')),
  bringBack: (app: string, place: RetiredPlace) => api.post<SaveResult>(at(app, '/retired/restore'), place),
  deleteForGood: (app: string, place: RetiredPlace, confirm: string) =>
    api.post<RetiredField[]>(at(app, '/retired/delete'), { ...place, confirm }),
  keepPicture: (app: string, file: File) => upload<KeptPicture>(at(app, '/pictures'), file, () => undefined),
  pictureAddress: (app: string, name: string) => at(app, `/pictures/${encodeURIComponent(name)}`),
  people: (app: string) => api.get<DesignPeople>(at(app, '/people')),
  incidents: async (app: string): Promise<number> =>
    (await api.get<{ count: number }>(`/api/apps/${encodeURIComponent(app)}/incidents/count`)).count,
  /** 0: the draft. */
  take: (app: string, number: number) =>
    download(
      at(app, `/export?version=${number === 0 ? 'draft' : number}`),
      `${app}-${number === 0 ? 'draft' : number}.app.json`,
    ),
};

/**
 * The page is going away and cannot wait for the answer. A browser sends at most 64 kB so; what is more stays in the
 * browser and is sent when the app is opened again.
 */
export function saveWhileLeaving(app: string, changes: DraftChange[]): void {
  const body = JSON.stringify({ changes });
  if (body.length > 60_000) return;
  const headers = { ...authHeaders(), 'content-type': 'application/json' };
  void fetch(at(app, '/save'), {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
    headers,
    body,
  }).catch(() => undefined);
}
