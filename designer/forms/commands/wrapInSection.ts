import type { Command } from '../../draft/types.ts';
import { putItem, withLayout } from '../model/arrange.ts';
import { formCommand } from '../model/edit.ts';
import { freeKey, keysOf } from '../model/keys.ts';
import { ancestry, outermost, partId, treeOf } from '../model/tree.ts';
import { partLabel } from './addPart.ts';
import { mayMove, moved } from './moveNodes.ts';

/** A new section around fields, after the one that they stood in. */
export function wrapInSection({ form, nodes }: { form: string; nodes: readonly string[] }): Command {
  return formCommand(form, { 'zh-CN': '放入新分组', en: 'Put into a new section' }, (before) => {
    const laid = withLayout(before);
    const tree = treeOf(laid);
    const chosen = outermost(tree, nodes).filter(
      ({ kind }) => kind === 'field' || kind === 'column' || kind === 'block',
    );
    const [first] = chosen;
    if (first === undefined) return { form: before };
    const section = ancestry(tree, first.id).find(({ kind }) => kind === 'section' || kind === 'rest');
    const parent = (section && tree.parentOf.get(section.id)) ?? tree.root;
    const index = section?.kind === 'section' ? parent.children.indexOf(section) + 1 : Number.MAX_SAFE_INTEGER;
    const key = freeKey('section', keysOf(laid));
    const columns = section?.section?.columns ?? 2;
    const item = { key, section: { ...partLabel('section') }, columns, fields: [] };
    const opened = putItem(laid, item, { parent: parent.id, index });
    const ids = chosen.map(({ id }) => id);
    const to = { parent: partId(key), index: 0 };
    if (!mayMove(opened, ids, to)) return { form: before };
    return { form: moved(opened, ids, to).form, selection: [partId(key)] };
  });
}
