import type { Field, TableField } from '../../definition/index.ts';
import { fieldType, type Pointer, textKey, textOf } from '../../form/index.ts';
import type { FileView, Json, Values } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import type { LiveApp, LiveForm } from '../apps/live.ts';
import { quoted } from '../apps/names.ts';
import type { DoorParts } from '../door/parts.ts';
import { isUuid } from '../door/work.ts';

export interface Texts {
  texts: Record<string, string>;
  files: Record<string, FileView>;
}

interface Wanted {
  people: Set<string>;
  departments: Set<string>;
  roles: Set<string>;
  files: Set<string>;
  /** Form → ids of its records. */
  records: Map<string, Set<string>>;
  /** "form/value field/label field" → keys. */
  options: Map<string, { form: string; value: string; label: string; keys: Set<string> }>;
}

type ReadParts = Pick<DoorParts, 'sql' | 'people'>;

/** How people call what the values point to, for all records of an answer at once. */
export async function textsOf(
  parts: ReadParts,
  app: LiveApp,
  form: LiveForm,
  records: readonly Values[],
  locale: Locale,
): Promise<Texts> {
  const wanted: Wanted = {
    people: new Set(),
    departments: new Set(),
    roles: new Set(),
    files: new Set(),
    records: new Map(),
    options: new Map(),
  };
  for (const values of records) collect(form.form.fields, values, wanted);
  const texts: Record<string, string> = {};
  for (const { key, label } of app.model.app.roles)
    if (wanted.roles.has(key)) texts[textKey('role', key)] = textOf(label, locale);
  await Promise.all([
    departments(parts, wanted.departments, locale, texts),
    people(parts, app, wanted.people, locale, texts),
    ...[...wanted.records].map(([key, ids]) => titles(parts, app.form(key), ids, texts)),
    ...[...wanted.options.values()].map((option) => labels(parts, app.form(option.form), option, texts)),
  ]);
  return { texts, files: await filesOf(parts, wanted.files) };
}

function collect(fields: readonly Field[], values: Values, wanted: Wanted): void {
  for (const field of fields) {
    const value = values[field.key];
    if (value == null) continue;
    if (field.type === 'table') {
      for (const row of rowsOf(field, value)) collect(field.fields, row, wanted);
      continue;
    }
    const pointer = fieldType(field).pointsTo?.(field);
    if (pointer) want(wanted, pointer, (Array.isArray(value) ? value : [value]).map(String));
  }
}

function want(wanted: Wanted, pointer: Pointer, ids: readonly string[]): void {
  if (pointer.kind === 'user') for (const id of ids) wanted.people.add(id);
  else if (pointer.kind === 'department') for (const id of ids) wanted.departments.add(id);
  else if (pointer.kind === 'role') for (const id of ids) wanted.roles.add(id);
  else if (pointer.kind === 'reference') addAll(wanted.records, pointer.form, ids);
  else if (pointer.kind === 'file') for (const id of ids) wanted.files.add(id);
  else {
    const { form, field: value, label } = pointer;
    const name = `${form}/${value}/${label}`;
    const option = wanted.options.get(name) ?? { form, value, label, keys: new Set<string>() };
    for (const id of ids) option.keys.add(id);
    wanted.options.set(name, option);
  }
}

function rowsOf(_field: TableField, value: Json): Values[] {
  return Array.isArray(value) ? (value as Values[]) : [];
}

function addAll(sets: Map<string, Set<string>>, key: string, ids: readonly string[]): void {
  const set = sets.get(key) ?? new Set<string>();
  for (const id of ids) set.add(id);
  sets.set(key, set);
}

/** Those who have left are named too. */
export async function people(
  parts: ReadParts,
  app: LiveApp,
  ids: ReadonlySet<string>,
  locale: Locale,
  texts: Record<string, string>,
): Promise<void> {
  if (ids.size === 0) return;
  const staff = await parts.people.of(app.key);
  const unknown: string[] = [];
  for (const id of ids) {
    const person = staff.person(id);
    if (person) texts[id] = textOf(person.name, locale);
    else if (isUuid(id)) unknown.push(id);
  }
  if (unknown.length === 0) return;
  const rows = await parts.sql.query<{ id: string; name: string | { 'zh-CN': string; en: string } }>(
    'select id, name from engine.app_user where id = any ($1::uuid[])',
    [unknown],
  );
  for (const { id, name } of rows) texts[id] = textOf(name, locale);
}

async function departments(
  parts: ReadParts,
  keys: ReadonlySet<string>,
  locale: Locale,
  texts: Record<string, string>,
): Promise<void> {
  if (keys.size === 0) return;
  const rows = await parts.sql.query<{ key: string; label: string | { 'zh-CN': string; en: string } }>(
    'select key, label from engine.department where key = any ($1::text[])',
    [[...keys]],
  );
  for (const { key, label } of rows) texts[textKey('department', key)] = textOf(label, locale);
}

async function titles(
  parts: ReadParts,
  form: LiveForm | undefined,
  ids: ReadonlySet<string>,
  texts: Record<string, string>,
): Promise<void> {
  const title = form?.form.title;
  const known = [...ids].filter(isUuid);
  if (form === undefined || title === undefined || known.length === 0) return;
  const rows = await parts.sql.query<{ id: string; text: string | null }>(
    `select r.id, r.${quoted(title)}::text as text from ${form.storage.shape.name} r where r.id = any ($1::uuid[])`,
    [known],
  );
  for (const { id, text } of rows) texts[id] = text ?? '';
}

async function labels(
  parts: ReadParts,
  form: LiveForm | undefined,
  { value, label, keys }: { value: string; label: string; keys: ReadonlySet<string> },
  texts: Record<string, string>,
): Promise<void> {
  if (form === undefined || keys.size === 0) return;
  const rows = await parts.sql.query<{ key: string; text: string | null }>(
    `select r.${quoted(value)}::text as key, r.${quoted(label)}::text as text
     from ${form.storage.shape.name} r where r.${quoted(value)}::text = any ($1::text[])`,
    [[...keys]],
  );
  for (const { key, text } of rows) texts[key] = text ?? key;
}

async function filesOf(parts: ReadParts, ids: ReadonlySet<string>): Promise<Record<string, FileView>> {
  const known = [...ids].filter(isUuid);
  if (known.length === 0) return {};
  const rows = await parts.sql.query<{ id: string; name: string; media_type: string; size: string }>(
    'select id, name, media_type, size from engine.file where id = any ($1::uuid[])',
    [known],
  );
  return Object.fromEntries(
    rows.map(({ id, name, media_type, size }) => [id, { id, name, mediaType: media_type, size: Number(size) }]),
  );
}
