import type { RouteLocationRaw } from 'vue-router';
import type { Label } from '../../engine/definition/index.ts';
import type { Files, Json, JsonObject } from '../draft/types.ts';

/** The folders of an app, each with one kind of definition, in the order that they are shown in. */
export const FOLDERS = [
  'forms',
  'flows',
  'rules',
  'tables',
  'reports',
  'messages',
  'connectors',
  'calendars',
  'scenarios',
  'data',
] as const;
export type Folder = (typeof FOLDERS)[number];

export interface Definition {
  folder: Folder;
  key: string;
  path: string;
  label: Label;
  json: JsonObject;
}

const isFolder = (name: string): name is Folder => (FOLDERS as readonly string[]).includes(name);

/** "forms/claim.json" → its folder and its name; undefined for app.json and what is no definition. */
export function placeOf(path: string): { folder: Folder; key: string } | undefined {
  const [, folder = '', key = ''] = /^([a-z]+)\/(.+)\.json$/u.exec(path) ?? [];
  return isFolder(folder) ? { folder, key } : undefined;
}

export function definitionsOf(files: Files): Definition[] {
  return Object.entries(files)
    .flatMap(([path, json]): Definition[] => {
      const place = placeOf(path);
      return place === undefined ? [] : [{ ...place, path, json, label: labelOf(json) ?? place.key }];
    })
    .sort((one, other) => FOLDERS.indexOf(one.folder) - FOLDERS.indexOf(other.folder) || order(one.key, other.key));
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** What people call it, where it says so. */
export function labelOf(json: Json | undefined): Label | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  const { label } = json;
  if (typeof label === 'string') return label;
  if (typeof label !== 'object' || label === null || Array.isArray(label)) return undefined;
  const { 'zh-CN': chinese, en } = label;
  return typeof chinese === 'string' && typeof en === 'string' ? { 'zh-CN': chinese, en } : undefined;
}

/** Which page of the app changes this part of app.json. */
const PARTS: Record<string, string> = { roles: 'roles', admin: 'roles', navigation: 'navigation', portal: 'portal' };

/** The page that shows this place of this file, which it finds in `at`: a JSON pointer. */
export function routeTo(app: string, path: string, pointer = ''): RouteLocationRaw {
  const query = pointer === '' ? {} : { at: pointer };
  const place = placeOf(path);
  if (place === undefined) return { name: PARTS[pointer.split('/')[1] ?? ''] ?? 'settings', params: { app }, query };
  const { folder, key } = place;
  if (folder === 'forms') return { name: 'form', params: { app, key }, query };
  if (folder === 'flows') return { name: 'flow', params: { app, key }, query };
  return { name: 'definition', params: { app, folder, key }, query };
}
