import type { Knex } from 'knex';
import type { AppModel, Field, FormDefinition, MessageDefinition } from '../../definition/index.ts';
import type { Json } from '../../expression/types.ts';
import { displayValue, showDatetime } from '../../form/index.ts';
import { placesOf } from '../../rule/index.ts';
import type { Locale } from '../access/actor.ts';
import { tableName } from '../apps/names.ts';

type Facts = Readonly<Record<string, Json>>;

/** What a message says of records that its own record points to: {warehouse.address}. */
export async function withReferences(
  knex: Knex,
  app: AppModel,
  form: FormDefinition | undefined,
  message: MessageDefinition,
  facts: Facts,
): Promise<Facts> {
  const all: Record<string, Json> = { ...facts };
  for (const place of placesOf(message)) {
    const [head = '', field] = place.split('.');
    const reference = fieldOf(form, head);
    if (field === undefined || reference?.type !== 'reference' || typeof all[head] !== 'string') continue;
    const target = app.forms.get(reference.form);
    if (!target) continue;
    const found = await knex.raw<{ rows: Record<string, Json>[] }>(
      `select * from ${tableName(app.app.key, target.key)} where id::text = ?`,
      [all[head]],
    );
    all[head] = found.rows[0] ?? null;
  }
  return all;
}

/** Money, days and choices as people write them in this language. */
export function displayOf(
  app: AppModel,
  form: FormDefinition | undefined,
  locale: Locale,
): (place: string, value: Json) => string | undefined {
  const ctx = { locale, timeZone: app.app.timeZone, currency: app.app.currency };
  return (place, value) => {
    const [head = '', part] = place.split('.');
    const field = fieldOf(form, head);
    const shown = part === undefined ? field : fieldOf(referenced(app, field), part);
    if (shown) return displayValue(shown, value, ctx);
    if (place === 'due' && typeof value === 'string') return showDatetime(value, app.app.timeZone, locale);
    return localised(value, locale);
  };
}

function referenced(app: AppModel, field: Field | undefined): FormDefinition | undefined {
  return field?.type === 'reference' ? app.forms.get(field.form) : undefined;
}

function fieldOf(form: FormDefinition | undefined, key: string): Field | undefined {
  return form?.fields.find((field) => field.key === key);
}

function localised(value: Json, locale: Locale): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const text = value[locale];
  return typeof text === 'string' ? text : undefined;
}
