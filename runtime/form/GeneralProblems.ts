import { defineComponent, h, type PropType } from 'vue';
import type { FormStore } from './store.ts';

/** What is wrong with the record as a whole, and so stands at no field. */
export default defineComponent({
  name: 'GeneralProblems',
  props: { store: { type: Object as PropType<FormStore>, required: true } },
  setup(props) {
    return () => {
      const problems = props.store.general();
      if (problems.length === 0) return null;
      return h(
        'ul',
        { class: 'form-problems', role: 'alert' },
        problems.map((message) => h('li', { key: message }, message)),
      );
    };
  },
});
