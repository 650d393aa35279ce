import type { Field, FormDefinition, Label } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { putField, tableAt } from '../model/arrange.ts';
import { bornField, type Surroundings, typeLabel } from '../model/birth.ts';
import { formCommand } from '../model/edit.ts';
import { columnKeys, keysOf, newKey } from '../model/keys.ts';
import { type Place, placeAfter } from '../model/place.ts';
import { fieldId, pathOf, treeOf } from '../model/tree.ts';

export interface NewField {
  form: string;
  type: Field['type'];
  /** Left out: at the end. In a sub-table it is a column. */
  at?: Place;
  /** Left out: the type's own words, and a key made from the type. */
  label?: Label;
  /** What else it begins with. */
  props?: Partial<Field>;
  around: Surroundings;
}

/** A new field, valid as it is, with a key that it keeps. */
export function addField({ form, type, at, label, props, around }: NewField): Command {
  const words = typeLabel(type);
  return formCommand(form, { 'zh-CN': `添加${words['zh-CN']}`, en: `Add ${words.en.toLowerCase()}` }, (before) => {
    const laid = withSection(before);
    const place = at ?? placeAfter(treeOf(laid), undefined, [{ kind: 'field', type }]);
    if (place === undefined) return { form: before };
    const table = tableAt(laid, pathOf(place.parent) ?? '');
    const used = table === undefined ? keysOf(laid) : columnKeys(table);
    const key = newKey(label, type, used);
    const born = bornField(type, key, around);
    const field = { ...born, ...props, ...(label === undefined ? {} : { label }), key, type } as Field;
    const path = table === undefined ? key : `${table.key}.${key}`;
    return { form: putField(laid, field, place), selection: [fieldId(path)] };
  });
}

/** A layout that holds nothing that holds fields gets a section. */
function withSection(form: FormDefinition): FormDefinition {
  const tree = treeOf(form);
  if (placeAfter(tree, undefined, [{ kind: 'field' }]) !== undefined) return form;
  return { ...form, layout: [...(form.layout ?? []), { fields: [] }] };
}
