import { defineComponent, h, type PropType } from 'vue';
import { fieldUi } from '../../../runtime/fields/registry.ts';
import FieldRow from '../../../runtime/form/FieldRow.ts';
import FormBlock from '../../../runtime/form/FormBlock.ts';
import { t } from '../../../runtime/i18n/index.ts';
import { type FormEditor } from '../editor.ts';
import type { FormNode } from '../model/tree.ts';
import { kindOf, nameOf } from '../model/words.ts';

/** What a screen reader says of it; the controls themselves are asleep. */
function described(node: FormNode): string {
  const { field } = node;
  const marks = [
    nameOf(node),
    kindOf(node),
    field?.required === true ? t('forms.mark.required') : '',
    field?.shown === false ? t('forms.mark.hidden') : '',
  ];
  return marks.filter((mark) => mark !== '').join(t('forms.comma'));
}

/** The room that it takes in its section, as the runtime gives it. */
function roomOf({ field, block }: FormNode): { class: string; style?: Record<string, number> } {
  if (block !== undefined) return { class: 'node wide' };
  if (field?.span !== undefined) return { class: 'node spans', style: { '--span': field.span } };
  return { class: field !== undefined && fieldUi(field)?.wide === true ? 'node wide' : 'node' };
}

/** A field or block of the canvas: the runtime's own row, asleep, in a frame that can be chosen. Draws again alone. */
export default defineComponent({
  name: 'CanvasField',
  props: {
    id: { type: String, required: true },
    editor: { type: Object as PropType<FormEditor>, required: true },
  },
  setup(props) {
    return () => {
      const { editor, id } = props;
      const node = editor.node(id);
      if (node === undefined) return null;
      const content =
        node.field === undefined
          ? node.block && h(FormBlock, { block: node.block })
          : h(FieldRow, { field: node.field });
      const attributes: Record<string, unknown> = {
        ...roomOf(node),
        'data-node': id,
        role: 'group',
        tabindex: -1,
        'aria-label': described(node),
        'aria-current': editor.isSelected(id) ? 'true' : undefined,
      };
      if (node.field?.shown === false) attributes['data-hidden'] = '';
      return h('div', attributes, [h('div', { inert: true, 'aria-hidden': 'true' }, [content])]);
    };
  },
});
