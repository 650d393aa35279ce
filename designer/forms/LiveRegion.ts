import { defineComponent, h, type PropType } from 'vue';
import type { FormEditor } from './editor.ts';

/** Tells in words what was done, to those who cannot see it. By itself, so that nothing else is drawn again for it. */
export default defineComponent({
  name: 'LiveRegion',
  props: { editor: { type: Object as PropType<FormEditor>, required: true } },
  setup(props) {
    return () => h('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' }, props.editor.said.value);
  },
});
