import type { Knex } from 'knex';
import type { HandOverMention, Json } from '../../wire.ts';
import type { Shelf } from '../apps/shelf.ts';
import { publishedNumber, versionTexts } from '../design/versions.ts';

interface Who {
  id: string;
  login: string;
}

/** Properties whose words are keys of something else, however much they look like somebody's login. */
const KEYS = new Set(
  'key role admin type form field flow node from table fact operator calendar connector operation state on label column'.split(
    ' ',
  ),
);

/** Places in drafts, settings and departments that name somebody: nobody changes these but their owners. */
export async function mentionsOf(
  knex: Knex,
  shelf: Pick<Shelf, 'get'>,
  who: Who,
  apps: readonly string[],
): Promise<HandOverMention[]> {
  const found: HandOverMention[] = [];
  for (const app of apps) {
    const label = shelf.get(app)?.app.label ?? app;
    const add = (kind: HandOverMention['kind'], at: string, file?: string): void => {
      found.push({ app, appLabel: label, kind, at, ...(file === undefined ? {} : { file }) });
    };
    for (const [file, text] of await textsOf(knex, app)) {
      // Who is loaded once with an app's data is no rule of how it works.
      if (file === 'data/people.json') continue;
      for (const at of placesOf(JSON.parse(text) as Json, who)) add('definition', at, file);
    }
    const settings = await knex('engine.setting').where({ app }).select<{ key: string; value: Json }[]>('key', 'value');
    for (const { key, value } of settings) if (placesOf(value, who).length > 0) add('setting', key);
  }
  return [...found, ...(await departmentsOf(knex, shelf, who, apps))];
}

async function departmentsOf(
  knex: Knex,
  shelf: Pick<Shelf, 'get'>,
  { login }: Who,
  apps: readonly string[],
): Promise<HandOverMention[]> {
  const [app] = apps;
  if (app === undefined) return [];
  const rows = await knex('engine.department').where({ head: login }).orderBy('key').select<{ key: string }[]>('key');
  return rows.map(({ key }) => ({ app, appLabel: shelf.get(app)?.app.label ?? app, kind: 'department', at: key }));
}

/** What is being edited; what is published where nobody edits. */
async function textsOf(knex: Knex, app: string): Promise<[string, string][]> {
  const draft = await knex('engine.draft_file')
    .where({ app })
    .whereNotNull('text')
    .orderBy('path')
    .select<{ path: string; text: string }[]>('path', 'text');
  if (draft.length > 0) return draft.map(({ path, text }) => [path, text]);
  const number = await publishedNumber(knex, app);
  return number === 0 ? [] : [...(await versionTexts(knex, app, number))];
}

/** JSON pointers of what names them: their login or id as a word of its own, or quoted in a formula. */
export function placesOf(value: Json, who: Who, at = '', name = ''): string[] {
  if (typeof value === 'string') return names(value, who, name) ? [at] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, part]) =>
    placesOf(part, who, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, Array.isArray(value) ? name : key),
  );
}

function names(text: string, { id, login }: Who, property: string): boolean {
  if (text === id || text.includes(`"${login}"`)) return true;
  return text === login && !KEYS.has(property);
}
