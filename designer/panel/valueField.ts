import type { Field } from '../../engine/definition/index.ts';
import { fieldTypes } from '../../engine/form/index.ts';
import type { Json } from '../draft/types.ts';
import type { PanelContext } from './context.ts';
import { parentOf, stepsOf, valueAt } from './pointer.ts';
import { isNode, type Node } from './schema.ts';

function isField(value: unknown): value is Field {
  return isNode(value) && typeof value.type === 'string' && fieldTypes.has(value.type) && value.key !== undefined;
}

const namesForm = ['create', 'update', 'form'] as const;

/** The form that a map of field values is about: the one that is created or changed, else the one at hand. */
function formOfMap(owner: unknown, context: PanelContext): string | undefined {
  if (isNode(owner)) {
    if (owner.send !== undefined || owner.call !== undefined) return undefined;
    for (const name of namesForm) if (typeof owner[name] === 'string') return owner[name];
  }
  return context.form;
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
  if (isField(owner) && (name === 'default' || name === 'value' || node['x-editor'] === 'bound')) {
    return owner.type === 'table' ? undefined : owner;
  }
  const outer: unknown = valueAt(root, parentOf(parentOf(pointer)));
  const form = context.draft.forms.get(formOfMap(outer, context) ?? '');
  return form?.fields.find(({ key, type }) => key === name && type !== 'table');
}
