import type { Field } from '../../definition/index.ts';
import { displayValue, visibleValues } from '../../form/index.ts';
import type { FormerField, Json } from '../../wire.ts';
import type { Actor, Locale } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import type { Held } from '../door/held.ts';
import type { DoorParts } from '../door/parts.ts';
import { Sight } from './sight.ts';
import { textsOf } from './texts.ts';

/**
 * What a record holds in fields that its form has no more, as they were last called and shown, to whoever was let see
 * them to the end and is let see the record now.
 */
export async function formerFields(parts: DoorParts, held: Held, actor: Actor, locale: Locale): Promise<FormerField[]> {
  const known = new Set(held.form.form.fields.map(({ key }) => key));
  const gone = new Set<string>();
  for (const number of await versionsOf(parts, held)) {
    const form = (await parts.shelf.at(held.app.key, number)).form(held.form.key)?.form;
    for (const { key, type } of form?.fields ?? []) if (!known.has(key) && type !== 'table') gone.add(key);
  }
  if (gone.size === 0) return [];
  const there = await columnsThere(parts, held, [...gone]);
  const found: FormerField[] = [];
  for (const [number, keys] of await lastVersions(parts, held, there)) {
    const app = await parts.shelf.at(held.app.key, number);
    const form = app.form(held.form.key);
    const fields = form?.form.fields.filter(({ key }) => keys.has(key)) ?? [];
    if (form) found.push(...(await shown(parts, app, form, held, fields, actor, locale)));
  }
  return found;
}

/** Somebody may have deleted one for good. */
async function columnsThere({ sql }: DoorParts, { form }: Held, keys: string[]): Promise<string[]> {
  const rows = await sql.query<{ key: string }>(
    `select attname::text as key from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped
       and attname = any ($2::text[])`,
    [form.storage.shape.name, keys],
  );
  return rows.map(({ key }) => key);
}

const lasts = new WeakMap<LiveApp, Map<string, number>>();

/** Version → fields that it was the last to have. What is hidden there stays hidden. */
async function lastVersions(
  { sql }: DoorParts,
  { app, form }: Held,
  keys: readonly string[],
): Promise<Map<number, Set<string>>> {
  const known = lasts.get(app) ?? new Map<string, number>();
  lasts.set(app, known);
  const unknown = keys.filter((key) => !known.has(`${form.key}/${key}`));
  if (unknown.length > 0) {
    const rows = await sql.query<{ key: string; number: number }>(
      `select k.key, max(v.number) as number from engine.app_version v cross join unnest($4::text[]) k (key)
       where v.app = $1 and v.number < $2 and jsonb_path_exists(v.definition,
         '$[*] ? (@.path == $file).json.fields[*] ? (@.key == $key)', jsonb_build_object('file', $3::text, 'key', k.key))
       group by k.key`,
      [app.key, app.number, `forms/${form.key}.json`, unknown],
    );
    for (const { key, number } of rows) known.set(`${form.key}/${key}`, number);
  }
  const versions = new Map<number, Set<string>>();
  for (const key of keys) {
    const number = known.get(`${form.key}/${key}`);
    if (number !== undefined) versions.set(number, (versions.get(number) ?? new Set()).add(key));
  }
  return versions;
}

/** The version that the record was last changed under, and the one that it began with. */
async function versionsOf({ sql }: DoorParts, { app, head }: Held): Promise<number[]> {
  const [row] = await sql.query<{ number: number | null }>(
    'select max(number) as number from engine.app_version where app = $1 and created_at <= $2 and number < $3',
    [app.key, head.updated_at, app.number],
  );
  const numbers = [row?.number ?? undefined, head.version < app.number ? head.version : undefined];
  return [...new Set(numbers)].filter((number) => number !== undefined);
}

async function shown(
  parts: DoorParts,
  app: LiveApp,
  form: LiveForm,
  held: Held,
  fields: readonly Field[],
  actor: Actor,
  locale: Locale,
): Promise<FormerField[]> {
  const text = `${form.storage.selectSome(fields.map(({ key }) => key))} where r.id = $1`;
  const [row] = await parts.sql.ask(text, [held.head.id]);
  if (row === undefined) return [];
  const { values } = form.storage.decode(row);
  const sight = new Sight(parts, app, form, actor);
  const rights = sight.rights({ head: held.head, values: { ...held.values, ...values } });
  const data = visibleValues(form.compiled, values, rights);
  const { texts } = await textsOf(parts, app, form, [data], locale);
  const context = { locale, timeZone: app.timeZone, currency: app.model.app.currency, texts };
  return fields.flatMap((field): FormerField[] => {
    const value: Json = data[field.key] ?? null;
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    return [{ key: field.key, label: field.label, version: app.number, text: displayValue(field, value, context) }];
  });
}
