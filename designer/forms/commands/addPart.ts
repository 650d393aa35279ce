import type { FormDefinition, FormStep, Localised, Part, Tab } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { putItem, withLayout } from '../model/arrange.ts';
import { formCommand } from '../model/edit.ts';
import { freeKey, keysOf } from '../model/keys.ts';
import { type Place, placeAfter } from '../model/place.ts';
import { type PartKind, partId, treeOf } from '../model/tree.ts';

const words: Record<PartKind, Localised> = {
  section: { 'zh-CN': '分组', en: 'Section' },
  tabs: { 'zh-CN': '标签页', en: 'Tabs' },
  tab: { 'zh-CN': '标签', en: 'Tab' },
  steps: { 'zh-CN': '步骤条', en: 'Steps' },
  step: { 'zh-CN': '步骤', en: 'Step' },
};
export const partLabel = (kind: PartKind): Localised => words[kind];

function numbered(kind: PartKind, count: number): Localised {
  return { 'zh-CN': `${words[kind]['zh-CN']} ${count}`, en: `${words[kind].en} ${count}` };
}

/** Keys for a new part and what is in it, each another. */
function keyMaker(form: FormDefinition): (wanted: string) => string {
  const used = keysOf(form);
  return (wanted) => {
    const key = freeKey(wanted, used);
    used.add(key);
    return key;
  };
}

function newPart(kind: PartKind, count: number, key: (wanted: string) => string): Part | Tab | FormStep {
  const panel = (of: 'tab' | 'step', position: number): Tab => ({
    key: key(of),
    label: numbered(of, position),
    parts: [{ key: key('section'), columns: 2, fields: [] }],
  });
  switch (kind) {
    case 'section':
      return { key: key('section'), section: { ...words.section }, columns: 2, fields: [] };
    case 'tabs':
      return { key: key('tabs'), tabs: [panel('tab', 1), panel('tab', 2)] };
    case 'steps':
      return { key: key('steps'), steps: [panel('step', 1), panel('step', 2)] };
    default:
      return panel(kind, count);
  }
}

export interface NewPart {
  form: string;
  kind: PartKind;
  /** Left out: at the end. */
  at?: Place;
}

/** A section, tabs, steps, or one more panel of either; empty, ready to be dropped into. */
export function addPart({ form, kind, at }: NewPart): Command {
  const label = { 'zh-CN': `添加${words[kind]['zh-CN']}`, en: `Add ${words[kind].en.toLowerCase()}` };
  return formCommand(form, label, (before) => {
    const laid =
      before.fields.length === 0 && before.layout === undefined
        ? { ...before, layout: [] as never }
        : withLayout(before);
    const tree = treeOf(laid);
    const place = at ?? placeAfter(tree, undefined, [{ kind }]);
    if (place === undefined) return { form: before };
    const siblings = tree.byId.get(place.parent)?.children.length ?? 0;
    const part = newPart(kind, siblings + 1, keyMaker(laid));
    return { form: putItem(laid, part, place), selection: [partId(part.key ?? '')] };
  });
}
