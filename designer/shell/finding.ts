import type { RouteLocationRaw } from 'vue-router';
import { t, text } from '../../runtime/i18n/index.ts';
import type { Files, Json, JsonObject } from '../draft/types.ts';
import { type Definition, definitionsOf, labelOf, routeTo } from './places.ts';

/** Something that Ctrl+K goes to, or does. */
export interface Findable {
  id: string;
  /** What kind of thing it is. */
  group: string;
  label: string;
  /** Where it is. */
  detail: string;
  /** What else it is found by: its key. */
  also: string;
  to?: RouteLocationRaw;
  run?: () => void;
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The parts of a definition that are worth finding by themselves: the list, and what one of it is called. */
const PARTS: Record<string, { list: string; kind: string }[]> = {
  forms: [
    { list: 'fields', kind: 'field' },
    { list: 'checks', kind: 'check' },
    { list: 'lookups', kind: 'lookup' },
    { list: 'cases', kind: 'case' },
  ],
  flows: [
    { list: 'nodes', kind: 'node' },
    { list: 'edges', kind: 'edge' },
  ],
  reports: [{ list: 'tiles', kind: 'tile' }],
};
const APP_PARTS = [
  { list: 'roles', kind: 'role' },
  { list: 'settings', kind: 'setting' },
];

export function findables(app: string, files: Files): Findable[] {
  const definitions = definitionsOf(files).flatMap((definition) => [
    whole(app, definition),
    ...(PARTS[definition.folder] ?? []).flatMap((part) =>
      elements(app, definition.path, definition.json, part, text(definition.label)),
    ),
  ]);
  const own = files['app.json'] ?? {};
  return [...definitions, ...APP_PARTS.flatMap((part) => elements(app, 'app.json', own, part, ''))];
}

function whole(app: string, { folder, key, path, label }: Definition): Findable {
  const group = t(`frame.kind.${folder}`);
  return { id: path, group, label: text(label), detail: key, also: key, to: routeTo(app, path) };
}

function elements(
  app: string,
  path: string,
  json: JsonObject,
  part: { list: string; kind: string },
  detail: string,
  pointer = '',
): Findable[] {
  const list = json[part.list];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((item, index) => {
    const at = `${pointer}/${part.list}/${index}`;
    const key = typeof item.key === 'string' ? item.key : '';
    const label = text(labelOf(item)) || key;
    if (label === '') return [];
    const one = { id: `${path}#${at}`, group: t(`frame.part.${part.kind}`), label, detail, also: key };
    // Columns of a sub-table are fields too.
    const inner = part.list === 'fields' ? elements(app, path, item, part, `${detail} › ${label}`, at) : [];
    return [{ ...one, to: routeTo(app, path, at) }, ...inner];
  });
}

/** Every word has to be found somewhere; what begins with them comes first. */
export function find(all: readonly Findable[], words: string, most: number): Findable[] {
  const wanted = words.trim().toLowerCase().split(/\s+/u).filter(Boolean);
  const ranked = all.flatMap((one) => {
    const label = one.label.toLowerCase();
    const rest = `${label} ${one.also} ${one.group} ${one.detail}`.toLowerCase();
    if (!wanted.every((word) => rest.includes(word))) return [];
    const [first = ''] = wanted;
    const rank =
      label.startsWith(first) || one.also.toLowerCase().startsWith(first) ? 0 : label.includes(first) ? 1 : 2;
    return [{ one, rank }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ one }) => one);
}
