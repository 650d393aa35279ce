import type { Block, Localised } from '../../../engine/definition/index.ts';
import type { Command } from '../../draft/types.ts';
import { putItem } from '../model/arrange.ts';
import { formCommand } from '../model/edit.ts';
import { freeKey, keysOf } from '../model/keys.ts';
import { type Place, placeAfter } from '../model/place.ts';
import { partId, treeOf } from '../model/tree.ts';

type BlockKind = Block['block'];

const words: Record<BlockKind, Localised> = {
  heading: { 'zh-CN': '小标题', en: 'Heading' },
  text: { 'zh-CN': '说明文字', en: 'Text' },
  divider: { 'zh-CN': '分割线', en: 'Divider' },
};
const says: Partial<Record<BlockKind, Localised>> = {
  heading: { 'zh-CN': '小标题', en: 'Heading' },
  text: { 'zh-CN': '写给填表人的说明', en: 'What people should know here' },
};
export const blockLabel = (kind: BlockKind): Localised => words[kind];

/** Something between fields that holds no value. */
export function addBlock({ form, block, at }: { form: string; block: BlockKind; at?: Place }): Command {
  const label = { 'zh-CN': `添加${words[block]['zh-CN']}`, en: `Add ${words[block].en.toLowerCase()}` };
  return formCommand(form, label, (before) => {
    const place = at ?? placeAfter(treeOf(before), undefined, [{ kind: 'block' }]);
    if (place === undefined) return { form: before };
    const key = freeKey(block === 'text' ? 'note' : block, keysOf(before));
    const text = says[block];
    const item: Block = { block, key, ...(text === undefined ? {} : { text: { ...text } }) };
    return { form: putItem(before, item, place), selection: [partId(key)] };
  });
}
