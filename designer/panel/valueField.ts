import type { Field } from '../../engine/definition/index.ts';
import { fieldTypes } from '../../engine/form/index.ts';
import type { Json } from '../draft/types.ts';
import type { PanelContext } from './context.ts';
import { parentOf, stepsOf, valueAt } from './pointer.ts';
import { type Node, isNode } from './schema.ts';

function isField(value: unknown): value is Field {
  return isNode(value) && typeof value.type === 'string' && fieldTypes.has(value.type);
}

/**
 * The field that a value is for: the one at hand (its default), the setting of which it is the value, or the field that
 * a map names ("data": { "reason": … }).
 */
export function valueFieldAt(
  node: Node,
  pointer: string,
  root: Json | undefined,
  context: PanelContext,
): Field | undefined {
  const owner: unknown = valueAt(root, parentOf(pointer));
  const name = stepsOf(pointer).at(-1) ?? '';
  if (
    isField(owner) &&
    owner.key !== undefined &&
    (name === 'default' || name === 'value' || node['x-editor'] === 'bound')
  ) {
    return owner.type === 'table' ? undefined : owner;
  }
  const form = context.draft.forms.get(context.form ?? '');
  return form?.fields.find(({ key, type }) => key === name && type !== 'table');
}
