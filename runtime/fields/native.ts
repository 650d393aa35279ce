import { h, type VNode } from 'vue';
import { controlAttributes } from './input.ts';
import type { ControlEvents, ControlProps } from './type.ts';

export type NativeKind = 'date' | 'datetime-local' | 'time';

/** The device's own control for a day, an instant on a wall clock or a time of day. `step` in seconds. */
export interface Native {
  type: NativeKind;
  value: string;
  step?: number | undefined;
  set(text: string): void;
}

export function nativeInput(props: ControlProps, events: ControlEvents, native: Native, more: object = {}): VNode {
  return h('input', {
    ...controlAttributes(props),
    class: `control native-date${native.value === '' ? ' empty' : ''}`,
    type: native.type,
    value: native.value,
    step: native.step,
    onChange: (event: Event) => native.set((event.target as HTMLInputElement).value),
    onBlur: events.leave,
    ...more,
  });
}
