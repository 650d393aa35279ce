import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { typeLabel } from '../model/birth.ts';
import { formCommand } from '../model/edit.ts';
import { columnKeys, isPlainKey, keysOf, newKey } from '../model/keys.ts';
import { type FormNode, fieldId, pathOf, treeOf } from '../model/tree.ts';
import { renamedEverywhere } from './renameKey.ts';
import { setProperty } from './setProperty.ts';

type Locale = 'zh-CN' | 'en';

/** A label that was still the type's own words, or the same in both languages, becomes one text for both. */
export function relabelled(before: Label | undefined, type: string | undefined, locale: Locale, words: string): Label {
  if (typeof before !== 'object') return words;
  const other = locale === 'en' ? 'zh-CN' : 'en';
  const born = type === undefined ? undefined : typeLabel(type);
  const isBorn = born !== undefined && before[other] === born[other] && before[locale] === born[locale];
  return isBorn || before[other] === before[locale] ? words : { ...before, [locale]: words };
}

export interface Naming {
  form: string;
  node: string;
  locale: Locale;
  words: string;
  /** It was never published: its key may still become one that says what it is. */
  isNew: boolean;
}

/** Where the label of a thing stands. */
const pointers: Record<string, string> = { section: '/section', block: '/text' };

/** Groups of tabs and steps, and lines, say nothing themselves. */
export const hasLabel = ({ kind, block }: FormNode): boolean =>
  kind !== 'tabs' && kind !== 'steps' && kind !== 'rest' && block?.block !== 'divider';

/** Words typed in their place on the canvas. The first name of a new field gives it its key: the key is fixed at birth. */
export function setLabel({ form, node, locale, words, isNew }: Naming): Command {
  return formCommand(form, { 'zh-CN': '改名', en: 'Rename' }, (before) => {
    const found = treeOf(before).byId.get(node);
    const path = pathOf(node);
    if (found === undefined || !hasLabel(found) || words.trim() === '') return { form: before };
    const label = relabelled(found.label, found.field?.type, locale, words.trim());
    const set = setProperty({ form, nodes: [node], pointer: pointers[found.kind] ?? '/label', value: label as never });
    const files = { [`forms/${form}.json`]: before as never };
    set.execute(files);
    const named = files[`forms/${form}.json`] as unknown as FormDefinition;
    if (path === undefined || found.field === undefined || !isNew || !isPlainKey(found.field.key, found.field.type)) {
      return { form: named };
    }
    return withKey(named, path, found.field, label);
  });
}

function withKey(form: FormDefinition, path: string, field: Field, label: Label) {
  const [head = '', column] = path.split('.');
  const table = column === undefined ? undefined : form.fields.find(({ key }) => key === head);
  const used = table === undefined ? keysOf(form) : columnKeys(table);
  used.delete(field.key);
  const key = newKey(label, field.key, used);
  if (key === field.key) return { form };
  const to = column === undefined ? key : `${head}.${key}`;
  return { form: renamedEverywhere(form, path, to), selection: [fieldId(to)] };
}
