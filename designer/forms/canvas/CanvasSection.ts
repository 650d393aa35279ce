import { computed, defineComponent, h, type PropType, type VNode } from 'vue';
import { t, text } from '../../../runtime/i18n/index.ts';
import { type FormEditor } from '../editor.ts';
import { LOOSE } from '../model/tree.ts';
import { nameOf } from '../model/words.ts';
import CanvasField from './CanvasField.ts';

/** A section of the canvas. What it lists changes seldom; each field in it draws itself. */
export default defineComponent({
  name: 'CanvasSection',
  props: {
    id: { type: String, required: true },
    editor: { type: Object as PropType<FormEditor>, required: true },
  },
  setup(props) {
    const node = computed(() => props.editor.node(props.id));
    const columns = computed(() => (props.id === LOOSE ? 2 : (node.value?.section?.columns ?? 1)));
    const isEmpty = computed(() => node.value?.children.length === 0);

    function head(): VNode | null {
      const { editor, id } = props;
      if (node.value === undefined || id === LOOSE) return null;
      const title = text(node.value.section?.section);
      const attributes = {
        class: ['part-head', title === '' ? 'untitled' : ''],
        'data-node': id,
        role: 'group',
        tabindex: -1,
        'aria-label': t('forms.canvas.section', { name: nameOf(node.value), n: node.value.children.length }),
        'aria-current': editor.isSelected(id) ? 'true' : undefined,
      };
      const words = title === '' ? t('forms.canvas.untitled') : title;
      const help = text(node.value.section?.help);
      const children = [h('span', { class: 'part-title label', 'aria-hidden': 'true' }, words)];
      if (node.value.section?.collapsed === true)
        children.push(h('span', { class: 'chip', 'aria-hidden': 'true' }, t('forms.mark.collapsed')));
      if (help !== '') children.push(h('span', { class: 'part-help', 'aria-hidden': 'true' }, help));
      return h('div', attributes, children);
    }

    return () => {
      const { editor, id } = props;
      if (node.value === undefined) return null;
      const items = node.value.children.map((child) => h(CanvasField, { key: child.id, id: child.id, editor }));
      const grid = h('div', { class: 'form-fields', style: { '--form-columns': columns.value } }, items);
      const empty = isEmpty.value ? h('p', { class: 'nothing' }, t('forms.canvas.emptySection')) : null;
      return h('section', { class: ['form-section', 'part'], 'data-container': id }, [head(), empty ?? grid]);
    };
  },
});
