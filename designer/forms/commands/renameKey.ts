import type { Access, Field, FormDefinition } from '../../../engine/definition/index.ts';
import type { Command, Json } from '../../draft/types.ts';
import { formCommand } from '../model/edit.ts';
import { columnKeys, keysOf } from '../model/keys.ts';
import { namesOf, renameAll, rowNames } from '../model/rename.ts';
import { fieldId } from '../model/tree.ts';

const shape = /^\p{L}[\p{L}\p{N}_]{0,47}$/u;

/** Whether nothing else of the form has it. A published field's key is never asked about: it names a column with data. */
export function isFreeKey(form: FormDefinition, path: string, key: string): boolean {
  const [head = '', column] = path.split('.');
  const table = column === undefined ? undefined : form.fields.find((field) => field.key === head);
  const used = table === undefined ? keysOf(form) : columnKeys(table);
  return shape.test(key) && !used.has(key);
}

/** Names as they stand in lists and as keys of maps. */
function renamedNames(value: Json, from: string, to: string): Json {
  const name = (text: string): string =>
    text === from
      ? to
      : text === `-${from}`
        ? `-${to}`
        : text.startsWith(`${from}.`)
          ? to + text.slice(from.length)
          : text;
  if (typeof value === 'string') return name(value);
  if (Array.isArray(value)) return value.map((item) => renamedNames(item, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [name(key), item]));
}

function renamedFields(form: FormDefinition, from: string, to: string): Field[] {
  const [head = '', column] = from.split('.');
  return form.fields.map((field): Field => {
    if (field.key !== head) return field;
    if (column === undefined) return { ...field, key: to } as Field;
    if (field.type !== 'table') return field;
    const key = to.split('.')[1] ?? column;
    const fields = field.fields.map((one) => (one.key === column ? ({ ...one, key } as Field) : one));
    const uniqueRows = field.uniqueRows?.map((keys) => keys.map((one) => (one === column ? key : one)));
    return { ...field, fields, ...(uniqueRows === undefined ? {} : { uniqueRows }) } as Field;
  });
}

/** A column's own rows know it by its bare key: formulas of its table, rules over its rows, what fills and tests them. */
function renamedInRows(form: FormDefinition, table: string, column: string, key: string): FormDefinition {
  const names = rowNames(column, key);
  const own = (value: Json | undefined): Json => renamedNames(value ?? null, column, key);
  const isRule = (targets: object): boolean => Object.keys(targets).every((target) => target.startsWith(`${table}.`));
  const { linkage, lookups, cases } = form;
  return {
    ...form,
    fields: form.fields.map((field) => (field.key === table ? renameAll(field, names) : field)),
    ...(linkage && { linkage: linkage.map((rule) => (isRule(rule.then) ? renameAll(rule, names) : rule)) }),
    ...(lookups && {
      lookups: lookups.map((lookup) => {
        const rows = lookup.rows?.[table];
        if (rows === undefined) return lookup;
        const filled = { ...rows, fill: own(rows.fill as Json) as typeof rows.fill };
        if (rows.key === column) filled.key = key;
        return { ...lookup, rows: { ...lookup.rows, [table]: filled } };
      }),
    }),
    ...(cases && {
      cases: cases.map((one) => {
        const rows = (one.given as Record<string, Json>)[table];
        return Array.isArray(rows) ? { ...one, given: { ...one.given, [table]: rows.map(own) } } : one;
      }),
    }),
  };
}

/** Everything in this form that names the field names it anew: `from` and `to` are paths, "qty" or "lines.qty". */
export function renamedEverywhere(form: FormDefinition, from: string, to: string): FormDefinition {
  const [table = '', column] = from.split('.');
  const key = to.split('.').at(-1) ?? to;
  const rows = column === undefined ? form : renamedInRows(form, table, column, key);
  const inside = renameAll({ ...rows, fields: renamedFields(rows, from, to) }, namesOf(from, key));
  return renamedNamings(inside, from, to);
}

/** Where fields are named as such, not in formulas. */
function renamedNamings(inside: FormDefinition, from: string, to: string): FormDefinition {
  const as = <T>(value: T): T => renamedNames(value as Json, from, to) as T;
  const next = { ...inside } as FormDefinition;
  if (inside.title !== undefined) next.title = as(inside.title);
  if (inside.unique !== undefined) next.unique = as(inside.unique);
  if (inside.list !== undefined) {
    next.list = Object.fromEntries(Object.entries(inside.list).map(([name, keys]) => [name, as(keys)]));
  }
  if (inside.access !== undefined)
    next.access = inside.access.map((one): Access => ({ ...one, rights: as(one.rights) }));
  if (inside.linkage !== undefined) next.linkage = inside.linkage.map((rule) => ({ ...rule, then: as(rule.then) }));
  if (inside.checks !== undefined) {
    next.checks = inside.checks.map((check) => (check.at === undefined ? check : { ...check, at: as(check.at) }));
  }
  if (inside.lookups !== undefined) {
    next.lookups = inside.lookups.map((lookup) => ({
      ...lookup,
      on: as(lookup.on),
      ...(lookup.fill === undefined ? {} : { fill: as(lookup.fill) }),
      ...(lookup.rows === undefined ? {} : { rows: as(lookup.rows) }),
    }));
  }
  if (inside.cases !== undefined) {
    next.cases = inside.cases.map((one) => ({
      ...one,
      given: as(one.given),
      ...(one.expect === undefined ? {} : { expect: as(one.expect) }),
      ...(one.values === undefined ? {} : { values: as(one.values) }),
    }));
  }
  if (inside.layout !== undefined && !from.includes('.')) next.layout = renamedLayout(inside.layout, from, to);
  return next;
}

function renamedLayout<T>(value: T, from: string, to: string): T {
  if (Array.isArray(value)) return value.map((item) => (item === from ? to : renamedLayout(item, from, to))) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    typeof item === 'object' ? renamedLayout(item, from, to) : item,
  ]);
  return Object.fromEntries(entries) as T;
}

/** Only for fields that were never published: from then on the key names a column, and the label is free. */
export function renameKey({ form, path, key }: { form: string; path: string; key: string }): Command {
  const [head = '', column] = path.split('.');
  const to = column === undefined ? key : `${head}.${key}`;
  return formCommand(form, { 'zh-CN': '更改字段标识', en: 'Change the key' }, (before) =>
    isFreeKey(before, path, key)
      ? { form: renamedEverywhere(before, path, to), selection: [fieldId(to)] }
      : { form: before },
  );
}
