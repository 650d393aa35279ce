import { defineAsyncComponent, h } from 'vue';
import { input } from '../input.ts';
import type { FieldUi } from '../type.ts';

/** Few texts are scanned; none needs the camera's button before it can be typed in. */
const ScanButton = defineAsyncComponent(() => import('../scan/ScanButton.vue'));

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
