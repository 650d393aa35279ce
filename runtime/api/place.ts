import type { AppView } from '../../engine/wire.ts';

/** Where an app's forms are asked: the app itself, or what plays it. */
export const placeOf = (app: Pick<AppView, 'key' | 'at'>): string => app.at ?? `/api/apps/${app.key}`;
