import type { Files, Json } from '../draft/types.ts';
import type { Folder } from '../shell/places.ts';

/** A place that says the name of something. */
export interface Reference {
  file: string;
  /** JSON pointer. */
  pointer: string;
}

/** Where each kind is named: a property that holds its key, or `key.operation`. */
const NAMED_BY: Record<Folder | 'roles', readonly string[]> = {
  forms: ['form', 'apply', 'of', 'submit', 'create', 'update', 'target'],
  flows: ['flow'],
  rules: ['rule'],
  tables: ['table'],
  reports: ['board'],
  messages: ['message', 'send'],
  connectors: ['connector', 'call'],
  calendars: ['calendar'],
  scenarios: [],
  data: [],
  roles: ['role', 'roles', 'admin'],
};

/** Every place of the app, but in the thing's own file, that names it. */
export function referencesTo(files: Files, kind: Folder | 'roles', key: string): Reference[] {
  const names = new Set(NAMED_BY[kind]);
  const found: Reference[] = [];
  const own = `${kind}/${key}.json`;
  const isNamed = (value: Json): boolean =>
    value === key || (kind === 'connectors' && typeof value === 'string' && value.startsWith(`${key}.`));

  function walk(file: string, value: Json, pointer: string, name: string): void {
    if (names.has(name) && isNamed(value)) found.push({ file, pointer });
    else if (Array.isArray(value))
      for (const [index, item] of value.entries()) walk(file, item, `${pointer}/${index}`, name);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, item] of Object.entries(value)) {
        // A role's own entry is no reference to it.
        if (kind === 'roles' && file === 'app.json' && pointer === '' && inner === 'roles') continue;
        walk(file, item, `${pointer}/${inner.replaceAll('~', '~0').replaceAll('/', '~1')}`, inner);
      }
  }
  for (const [file, json] of Object.entries(files)) if (file !== own) walk(file, json, '', '');
  return found;
}
