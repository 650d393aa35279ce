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
 * What a record holds in fields that its form has no more, as they were called and shown when it was written, to whoever
 * was let see them then and is let see the record now.
 */
export async function formerFields(parts: DoorParts, held: Held, actor: Actor, locale: Locale): Promise<FormerField[]> {
  const known = new Set(held.form.form.fields.map(({ key }) => key));
  const found = new Map<string, FormerField>();
  for (const number of await versionsOf(parts, held)) {
    const app = await parts.shelf.at(held.app.key, number);
    const form = app.form(held.form.key);
    if (form === undefined) continue;
    const gone = form.form.fields.filter(({ key, type }) => !known.has(key) && type !== 'table');
    const open = gone.filter(({ key }) => !found.has(key));
    if (open.length === 0) continue;
    for (const one of await shown(parts, app, form, held, open, actor, locale)) found.set(one.key, one);
  }
  return [...found.values()];
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
