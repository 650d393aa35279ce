import { both } from '../texts.ts';
import type { AppDefinition, Field, FormDefinition } from '../types.generated.ts';
import { at, type Desk, type Place } from './desk.ts';

/** PostgreSQL cuts longer names, and two that agree so far would be one. */
const SQL_NAME_BYTES = 63;

const bytes = (name: string): number => new TextEncoder().encode(name).length;

/** Columns that the engine keeps in the table of each form. */
const RECORD_COLUMNS = [
  'id',
  'revision',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'version',
  'state',
  'nodes',
  'instance',
];

/** The same for sub-tables. */
const ROW_COLUMNS = ['id', 'parent', 'position', 'index'];

/** Names that stand for something else in formulas and conditions. */
const FACTS = ['settings', 'user', 'proof', 'row', 'record', 'submitted_at', 'task', 'target', 'answer', 'body'];

/** Columns that PostgreSQL has in every table. */
const POSTGRES = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

/** Words of FEEL, which no formula could use as a name. */
const FEEL = [
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'and',
  'or',
  'not',
  'between',
  'instance',
  'of',
  'true',
  'false',
  'null',
  'function',
  'external',
];

const RESERVED_APPS = ['engine', 'public', 'information_schema'];

/** Names of the tables in the app's schema: the form's own, then one for each sub-table. */
export function sqlTablesOf(form: FormDefinition): string[] {
  return [
    form.key,
    ...form.fields.filter((field) => field.type === 'table').map((field) => `${form.key}__${field.key}`),
  ];
}

function checkLength(desk: Desk, place: Place, name: string): void {
  if (bytes(name) <= SQL_NAME_BYTES) return;
  desk.report(
    place,
    'name_too_long',
    both(
      `“${name}”在数据库中占 ${bytes(name)} 字节，最多 ${SQL_NAME_BYTES}（一个汉字占 3 字节）。`,
      `“${name}” takes ${bytes(name)} bytes in the database, at most ${SQL_NAME_BYTES} are possible.`,
    ),
    both('请缩短键；标签可以任意长。', 'Shorten the key; the label may be as long as you like.'),
  );
}

function checkReserved(desk: Desk, place: Place, name: string, reserved: readonly string[]): void {
  if (!reserved.includes(name.toLowerCase())) return;
  desk.report(
    place,
    'reserved_name',
    both(`“${name}”是系统保留的名称。`, `The name “${name}” is reserved for the engine.`),
    both(
      `请换一个键，例如“${name}_1”；标签不受影响。`,
      `Choose another key, “${name}_1” for example; the label may stay.`,
    ),
  );
}

function checkFieldNames(desk: Desk, place: Place, fields: readonly Field[], reserved: readonly string[]): void {
  const seen = new Map<string, string>();
  fields.forEach((field, i) => {
    const spot = at(place, i, 'key');
    checkLength(desk, spot, field.key);
    checkReserved(desk, spot, field.key, reserved);
    const other = seen.get(field.key);
    if (other !== undefined) duplicate(desk, spot, field.key);
    seen.set(field.key, field.key);
    if (field.type === 'table')
      checkFieldNames(desk, at(place, i, 'fields'), field.fields, [...ROW_COLUMNS, ...FACTS, ...POSTGRES, ...FEEL]);
  });
}

function duplicate(desk: Desk, place: Place, key: string): void {
  desk.report(
    place,
    'duplicate_key',
    both(`键“${key}”重复。`, `The key “${key}” is used twice.`),
    both('请给其中一个换一个键。', 'Give one of them another key.'),
  );
}

export function checkFormNames(desk: Desk, form: FormDefinition): void {
  const place = desk.place('form', form.key);
  checkLength(desk, at(place, 'key'), form.key);
  checkFieldNames(desk, at(place, 'fields'), form.fields, [...RECORD_COLUMNS, ...FACTS, ...POSTGRES, ...FEEL]);
}

/** Sub-tables share the app's schema with forms, so "a__b" may be a form or the sub-table b of a, not both. */
export function checkTableNames(desk: Desk): void {
  const owners = new Map<string, string>();
  for (const form of desk.app.forms.values()) owners.set(form.key, form.key);
  for (const form of desk.app.forms.values()) {
    form.fields.forEach((field, i) => {
      if (field.type !== 'table') return;
      const name = `${form.key}__${field.key}`;
      const place = at(desk.place('form', form.key), 'fields', i, 'key');
      checkLength(desk, place, name);
      const owner = owners.get(name);
      if (owner !== undefined) clash(desk, place, name, owner);
      owners.set(name, form.key);
    });
  }
}

function clash(desk: Desk, place: Place, name: string, owner: string): void {
  desk.report(
    place,
    'table_name_clash',
    both(
      `子表在数据库中的名称“${name}”与表单“${owner}”冲突。`,
      `The sub-table’s name in the database, “${name}”, clashes with the form “${owner}”.`,
    ),
    both('请给子表或表单换一个键。', 'Give the sub-table or the form another key.'),
  );
}

export function checkAppName(desk: Desk, app: AppDefinition): void {
  const place = at(desk.place('app', app.key), 'key');
  checkLength(desk, place, app.key);
  checkReserved(desk, place, app.key, [
    ...RESERVED_APPS,
    ...(app.key.toLowerCase().startsWith('pg_') ? [app.key.toLowerCase()] : []),
  ]);
}
