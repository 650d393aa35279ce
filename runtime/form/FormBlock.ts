import { defineComponent, h, inject, type PropType } from 'vue';
import type { Block } from '../../engine/form/layout.ts';
import { text } from '../i18n/index.ts';
import { storeKey } from './store.ts';

/** What stands between fields: a small heading, a paragraph, a line. */
export default defineComponent({
  name: 'FormBlock',
  props: { block: { type: Object as PropType<Block>, required: true } },
  setup(props) {
    const store = inject(storeKey);
    return () => {
      const { block, key, text: said } = props.block;
      if (store?.isSectionShown(key) === false) return null;
      const attributes = { class: `form-block ${block}`, 'data-block': key };
      if (block === 'divider') return h('hr', attributes);
      return h(block === 'heading' ? 'h3' : 'p', attributes, text(said));
    };
  },
});
