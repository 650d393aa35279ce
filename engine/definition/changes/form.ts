import { both } from '../texts.ts';
import type { FormDefinition } from '../types.generated.ts';
import { accessChanges } from './access.ts';
import { differs, listChanges, propertyChanges, type Sort } from './compare.ts';
import { fieldChanges, uniqueAdded, uniqueRemoved } from './fields.ts';
import type { Found, Sides } from './types.ts';
import { named, sentence } from './words.ts';

/** Everything about one form: what is stored, how it is filled in, who may what. */
export function formChanges(before: FormDefinition | undefined, after: FormDefinition, sides: Sides): Found[] {
  const path = `forms/${after.key}.json#`;
  if (before === undefined) {
    const text = sentence('新增表单{of}。', 'New form {of}.', { of: named(after) });
    const made: Found = { kind: 'form', code: 'form_added', text, path: path.slice(0, -1), severity: 'safe' };
    return [made, ...fieldChanges(undefined, after), ...accessChanges(undefined, after, sides)];
  }
  if (!differs(before, after)) return [];
  const sort = (part: string, code: string, zh: string, en: string): Sort => ({
    kind: 'form',
    code,
    noun: both(zh, en),
    of: named(after),
    path: `${path}/${part}`,
  });
  const whole: Sort = { kind: 'form', code: 'form', noun: both('表单', 'Form'), of: named(after), path };
  return [
    ...fieldChanges(before, after),
    ...uniqueChanges(before, after),
    ...propertyChanges(before, after, ['label', 'description', 'title', 'layout', 'list'], whole),
    ...listChanges(before.linkage, after.linkage, sort('linkage', 'linkage', '联动', 'linkage')),
    ...listChanges(before.checks, after.checks, sort('checks', 'check', '检查', 'check')),
    ...listChanges(before.lookups, after.lookups, sort('lookups', 'lookup', '关联查询', 'linked query')),
    ...listChanges(before.related, after.related, sort('related', 'related', '相关记录', 'related records')),
    ...listChanges(before.cases, after.cases, sort('cases', 'case', '测试用例', 'test case')),
    ...accessChanges(before, after, sides),
  ];
}

/** Several fields together. */
function uniqueChanges(before: FormDefinition, after: FormDefinition): Found[] {
  const level = { path: `forms/${after.key}.json#/unique`, of: named(after) };
  const fieldsOf = (form: FormDefinition, keys: readonly string[]) =>
    form.fields.filter(({ key }) => keys.includes(key));
  const isIn = (keys: readonly string[], all: readonly (readonly string[])[] = []): boolean =>
    all.some((other) => !differs(other, keys));
  return [
    ...(after.unique ?? [])
      .filter((keys) => !isIn(keys, before.unique))
      .map((keys) => uniqueAdded(fieldsOf(after, keys), level, level.path)),
    ...(before.unique ?? [])
      .filter((keys) => !isIn(keys, after.unique))
      .map((keys) => uniqueRemoved(fieldsOf(before, keys), level, level.path)),
  ];
}
