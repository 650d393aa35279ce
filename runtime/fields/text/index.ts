import { h } from 'vue';
import { input } from '../input.ts';
import ScanButton from '../scan/ScanButton.vue';
import type { FieldUi } from '../type.ts';

export const textUi: FieldUi = {
  column: [120, 2],
  light: (props, events) =>
    props.field.scan === true
      ? h('span', { class: 'affixed' }, [
          input(props, events),
          h(ScanButton, { label: props.label, onScan: (code: string) => events.set(code) }),
        ])
      : input(props, events),
};
