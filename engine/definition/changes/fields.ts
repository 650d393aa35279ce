import { fieldType } from '../../form/index.ts';
import type { Localised } from '../model.ts';
import { both } from '../texts.ts';
import type { Field, FormDefinition, TableField } from '../types.generated.ts';
import { changedKeys, differs } from './compare.ts';
import type { Found } from './types.ts';
import { listed, named, properties, sentence } from './words.ts';

/** Fields with the place that they stand in: the form itself, or one of its sub-tables. */
interface Level {
  path: string;
  of: Localised;
}

/** What becomes of columns and of what they hold. A form that is new brings all of its fields along. */
export function fieldChanges(before: FormDefinition | undefined, after: FormDefinition): Found[] {
  const level = { path: `forms/${after.key}.json#/fields`, of: named(after) };
  return levelChanges(before?.fields, after.fields, level);
}

function levelChanges(before: readonly Field[] = [], after: readonly Field[], level: Level): Found[] {
  const was = new Map(before.map((field) => [field.key, field]));
  const found: Found[] = [];
  after.forEach((field, at) => {
    const old = was.get(field.key);
    const path = `${level.path}/${at}`;
    if (old === undefined) found.push(...added(field, level, path));
    else if (differs(old, field)) found.push(...changed(old, field, level, path));
  });
  const is = new Set(after.map(({ key }) => key));
  for (const field of before) if (!is.has(field.key)) found.push(removed(field, level));
  return [...found, ...moved(before, after, level)];
}

function added(field: Field, level: Level, path: string): Found[] {
  const found: Found[] = [
    {
      kind: 'data',
      code: 'column_added',
      text: sentence('{of}：新增字段{field}。', '{of}: new field {field}.', { of: level.of, field: named(field) }),
      path,
      severity: 'safe',
    },
  ];
  if (field.required) found.push(requiredAdded(field, level, path));
  return found;
}

function removed(field: Field, level: Level): Found {
  return {
    kind: 'data',
    code: 'field_removed',
    text: sentence(
      '{of}：字段{field}不再显示；已有的数据保留，恢复旧版本时会回来。',
      '{of}: the field {field} is hidden; what it holds is kept, and comes back with an older version.',
      { of: level.of, field: named(field) },
    ),
    path: level.path,
    severity: 'careful',
  };
}

function changed(old: Field, field: Field, level: Level, path: string): Found[] {
  const words = { of: level.of, field: named(field) };
  const found: Found[] = [];
  const keys = changedKeys(old, field);
  if (old.type !== field.type) {
    found.push({
      kind: 'data',
      code: 'type_changed',
      text: sentence(
        '{of}：字段{field}的类型由“{from}”变为“{to}”。',
        '{of}: the field {field} changes its type from “{from}” to “{to}”.',
        { ...words, from: fieldType(old).label, to: fieldType(field).label },
      ),
      path,
      severity: 'careful',
    });
  }
  if (field.required && !old.required) found.push(requiredAdded(field, level, path));
  if (field.unique && !old.unique) found.push(uniqueAdded([field], level, path));
  if (old.unique && !field.unique) found.push(uniqueRemoved([field], level, path));
  found.push(...optionChanges(old, field, level, path));
  if (old.type === 'table' && field.type === 'table') found.push(...rowChanges(old, field, level, path));
  const told = new Set(['type', 'key', 'required', 'unique', 'options', ...(field.type === 'table' ? ['fields'] : [])]);
  const rest = keys.filter((key) => !told.has(key) || (key === 'required' && !field.required));
  if (rest.length > 0) found.push(restChanged(rest, words, path));
  return found;
}

function restChanged(keys: readonly string[], words: Record<string, Localised>, path: string): Found {
  return {
    kind: 'form',
    code: 'field_changed',
    text: sentence('{of}：字段{field}已修改（{what}）。', '{of}: the field {field} changed ({what}).', {
      ...words,
      what: properties(keys),
    }),
    path,
    severity: 'safe',
  };
}

function rowChanges(old: TableField, field: TableField, level: Level, path: string): Found[] {
  const of = sentence('{of}的{field}', '{field} of {of}', { of: level.of, field: named(field) });
  return levelChanges(old.fields, field.fields, { path: `${path}/fields`, of });
}

function requiredAdded(field: Field, level: Level, path: string): Found {
  return {
    kind: 'records',
    code: 'required_added',
    text: sentence(
      '{of}：{field}变为必填；没有填写的记录在下次修改时要补填。',
      '{of}: {field} has to be filled in; records that lack it are asked for it when they are next changed.',
      { of: level.of, field: named(field) },
    ),
    path,
    severity: 'careful',
  };
}

export function uniqueAdded(fields: readonly Field[], level: Level, path: string): Found {
  return {
    kind: 'records',
    code: 'unique_added',
    text: sentence('{of}：{field}不能再重复。', '{of}: {field} has to be unique.', {
      of: level.of,
      field: listed(fields.map(named)),
    }),
    path,
    severity: 'slow',
  };
}

export function uniqueRemoved(fields: readonly Field[], level: Level, path: string): Found {
  return {
    kind: 'records',
    code: 'unique_removed',
    text: sentence('{of}：{field}可以重复。', '{of}: {field} need not be unique any more.', {
      of: level.of,
      field: listed(fields.map(named)),
    }),
    path,
    severity: 'safe',
  };
}

/** Options that went: records that hold them keep them, but cannot be saved with them. */
function optionChanges(old: Field, field: Field, level: Level, path: string): Found[] {
  const [was, is] = [optionsOf(old), optionsOf(field)];
  const words = { of: level.of, field: named(field) };
  if (!was || !is) return differs(rawOptions(old), rawOptions(field)) ? [restChanged(['options'], words, path)] : [];
  const gone = was.filter(({ key }) => !is.some((option) => option.key === key));
  const found: Found[] = gone.length === 0 ? [] : [optionsGone(gone, words, path)];
  const isOtherwise = differs(
    was.filter((option) => !gone.includes(option)),
    is,
  );
  return isOtherwise ? [...found, restChanged(['options'], words, path)] : found;
}

function optionsGone(gone: readonly object[], words: Record<string, Localised>, path: string): Found {
  return {
    kind: 'records',
    code: 'options_removed',
    text: sentence(
      '{of}：{field}不再有选项{options}；已选的记录保留原值，但不能再选。',
      '{of}: {field} loses the options {options}; records that hold them keep them; nobody can choose them anew.',
      { ...words, options: listed(gone.map(named)) },
    ),
    path: `${path}/options`,
    severity: 'careful',
  };
}

function rawOptions(field: Field): unknown {
  return 'options' in field ? field.options : undefined;
}

function optionsOf(field: Field): { key: string }[] | undefined {
  const options = rawOptions(field);
  return Array.isArray(options) ? (options as { key: string }[]) : undefined;
}

function moved(before: readonly Field[], after: readonly Field[], level: Level): Found[] {
  const keys = (fields: readonly Field[], others: readonly Field[]): string[] =>
    fields.map(({ key }) => key).filter((key) => others.some((field) => field.key === key));
  if (!differs(keys(before, after), keys(after, before))) return [];
  const noun = both('字段', 'fields');
  return [
    {
      kind: 'form',
      code: 'field_moved',
      text: sentence('{of}：{noun}的顺序已改变。', '{of}: {noun} in another order.', { of: level.of, noun }),
      path: level.path,
      severity: 'safe',
    },
  ];
}
