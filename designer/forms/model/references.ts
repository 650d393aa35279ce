import type { Access, FormDefinition, ListView, Right } from '../../../engine/definition/index.ts';
import type { Json } from '../../draft/types.ts';
import { type Names, namesOf, renameAll, rowNames } from './rename.ts';

/** What a form says of its own fields beside the layout: found, taken out, and renamed. */

/** No name of a fact. */
const GONE = '\u0000';

/** Where a field is still named after it is gone, as a JSON pointer into the form. */
export function mentionsOf(form: FormDefinition, paths: ReadonlySet<string>): string[] {
  const found: string[] = [];
  const names: Names = new Map([...paths].flatMap((path) => [...namesOf(path, GONE)]));
  const inRows = (table: string): Names => {
    const own = [...paths].filter((path) => path.startsWith(`${table}.`));
    return new Map<string, string>([
      ...names,
      ...own.flatMap((path) => [...rowNames(path.slice(table.length + 1), GONE)]),
    ]);
  };
  const look = (value: unknown, pointer: string, as = names): void => {
    if (value !== undefined && renameAll(value as Json, as) !== value) found.push(pointer);
  };
  form.fields.forEach((field, index) => {
    if (!paths.has(field.key)) look(field, `/fields/${index}`, field.type === 'table' ? inRows(field.key) : names);
  });
  (form.linkage ?? []).forEach((rule, index) => {
    const isTarget = Object.keys(rule.then).some((target) => paths.has(target));
    if (isTarget) found.push(`/linkage/${index}`);
    else look(rule, `/linkage/${index}`);
  });
  (form.checks ?? []).forEach((check, index) => {
    if (check.at !== undefined && paths.has(check.at)) found.push(`/checks/${index}`);
    else look(check, `/checks/${index}`);
  });
  (form.lookups ?? []).forEach((lookup, index) => {
    const named = [...lookup.on, ...Object.keys(lookup.fill ?? {}), ...Object.keys(lookup.rows ?? {})];
    if (named.some((key) => paths.has(key))) found.push(`/lookups/${index}`);
    else look(lookup.match, `/lookups/${index}`);
  });
  (form.related ?? []).forEach((one, index) => look(one.match, `/related/${index}`));
  (form.unique ?? []).forEach((keys, index) => {
    if (keys.some((key) => paths.has(key))) found.push(`/unique/${index}`);
  });
  (form.cases ?? []).forEach((one, index) => {
    const named = [one.given, one.expect, one.values].flatMap((part) => Object.keys(part ?? {}));
    if (named.some((key) => paths.has(key))) found.push(`/cases/${index}`);
  });
  if (form.title !== undefined && paths.has(form.title)) found.push('/title');
  return found;
}

function withoutIn(keys: readonly string[] | undefined, paths: ReadonlySet<string>): string[] | undefined {
  const left = keys?.filter((key) => !paths.has(key.replace(/^-/, '')));
  return left === undefined || left.length === 0 ? undefined : left;
}

function listWithout(list: ListView, paths: ReadonlySet<string>): ListView | undefined {
  const entries = Object.entries(list).flatMap(([name, keys]) => {
    const left = withoutIn(keys as string[], paths);
    return left === undefined ? [] : [[name, left] as const];
  });
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as ListView);
}

function accessWithout(access: Access, paths: ReadonlySet<string>): Access {
  const entries = Object.entries(access.rights).filter(([path]) => !paths.has(path));
  if (entries.length === Object.keys(access.rights).length) return access;
  // The schema wants at least one right; what is not named is hidden, which is what an empty list would say.
  const rights: Record<string, Right> = entries.length === 0 ? { '*': 'hide' } : Object.fromEntries(entries);
  return { ...access, rights };
}

/** List columns and access rights that name them are gone with them; everything else that does is left, as a problem. */
export function withoutMentions(form: FormDefinition, paths: ReadonlySet<string>): FormDefinition {
  let next = form;
  if (form.list !== undefined) {
    const named = Object.values(form.list).some((keys) =>
      (keys as string[]).some((key) => paths.has(key.replace(/^-/, ''))),
    );
    if (named) {
      const { list, ...rest } = form;
      const left = listWithout(list, paths);
      next = left === undefined ? rest : { ...form, list: left };
    }
  }
  const access = next.access?.map((one) => accessWithout(one, paths));
  const isSame = access === undefined || access.every((one, index) => one === next.access?.[index]);
  return isSame ? next : { ...next, access };
}

/** Rights of what has become a column, or a field, go with it. */
export function movedRights(form: FormDefinition, from: string, to: string): FormDefinition {
  if (form.access === undefined || from === to) return form;
  const access = form.access.map((one) => {
    if (!(from in one.rights)) return one;
    const entries = Object.entries(one.rights).map(([path, right]) => [path === from ? to : path, right] as const);
    return { ...one, rights: Object.fromEntries(entries) };
  });
  return access.every((one, index) => one === form.access?.[index]) ? form : { ...form, access };
}
