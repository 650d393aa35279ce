import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import type { JsonObject } from '../../draft/types.ts';
import { both } from '../../facts/draft.ts';
import { freeKey } from './edit.ts';

/** Fields with a list of options: each is a row that names somebody. */
const TYPES: ReadonlySet<string> = new Set(['select', 'radio']);
type Choosing = Extract<Field, { type: 'select' }>;
export const choosable = (form: FormDefinition | undefined): readonly Choosing[] =>
  (form?.fields ?? []).filter((field): field is Choosing => TYPES.has(field.type));

export interface NewTable {
  key: string;
  path: string;
  json: JsonObject;
}

/** "Inspection by category": one row for each option, and one for all else; whom it finds is still to be written in. */
export function peopleTable(
  form: FormDefinition,
  field: Choosing,
  step: Label | undefined,
  taken: Iterable<string>,
): NewTable {
  const keys = new Set(taken);
  const stem = `people_by_${/^[a-z][a-z0-9_]*$/.test(field.key) ? field.key.slice(0, 24) : 'field'}`;
  const key = keys.has(stem) ? freeKey(stem, keys) : stem;
  const [who, what] = [both(step), both(field.label, field.key)];
  const listed = Array.isArray(field.options) ? field.options : [];
  const options = listed.map((option) => {
    const label = both(option.label, option.key);
    return [JSON.stringify(option.key), '', label['zh-CN'] === label.en ? label.en : `${label['zh-CN']} ${label.en}`];
  });
  const json: JsonObject = {
    key,
    label: { 'zh-CN': `${who['zh-CN']}：按${what['zh-CN']}`, en: `${who.en} by ${what.en.toLowerCase()}` },
    form: form.key,
    hit: 'first',
    in: [`= ${field.key}`],
    out: ['user'],
    rows: [...options, ['-', '']],
  };
  return { key, path: `tables/${key}.json`, json };
}
