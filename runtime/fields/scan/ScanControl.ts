import { defineComponent, h, onBeforeUnmount, onMounted, type PropType } from 'vue';
import { input } from '../input.ts';
import type { ControlEvents, ControlProps } from '../type.ts';
import { catchCodes } from './capture.ts';
import ScanButton from './ScanButton.vue';

/** An input beside the camera's button; with `capture` it also takes what a scanner types elsewhere on the page. */
export default defineComponent({
  name: 'ScanControl',
  props: {
    control: { type: Object as PropType<ControlProps>, required: true },
    events: { type: Object as PropType<ControlEvents>, required: true },
  },
  setup(props) {
    let release: (() => void) | undefined;
    function take(code: string): void {
      props.events.set(code);
      document.getElementById(props.control.id)?.focus();
    }
    onMounted(() => {
      const { field, cell } = props.control;
      if (field.type !== 'scan' || field.capture !== true || cell) return;
      release = catchCodes({ isEmpty: () => props.control.value === null, take });
    });
    onBeforeUnmount(() => release?.());
    return () =>
      h('span', { class: 'affixed' }, [
        input(props.control, props.events),
        h(ScanButton, { label: props.control.label, onScan: (code: string) => props.events.set(code) }),
      ]);
  },
});
