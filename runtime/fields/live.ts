import en from 'element-plus/es/locale/lang/en';
import zhCn from 'element-plus/es/locale/lang/zh-cn';
import { nextTick, onMounted } from 'vue';
import { locale, text } from '../i18n/index.ts';
import type { ControlProps } from './type.ts';
import { typeInto } from './typed.ts';

/** What a live control is given: what the light one was, and what was typed to open it. */
export interface LiveProps extends ControlProps {
  typed: string;
}

/** Element Plus's own words, of its calendars and lists. */
export const elementLocale = () => (locale() === 'en' ? en : zhCn);

/** What every control of Element Plus is told in the same way, whatever opens from it. */
export function liveAttributes(props: LiveProps) {
  return {
    id: props.id,
    class: 'live',
    placeholder: text(props.field.placeholder),
    clearable: !props.required,
    'aria-label': props.label,
    'aria-describedby': props.describedBy,
    'aria-invalid': props.invalid ? ('true' as const) : undefined,
    'data-path': props.path,
  };
}

/** Somebody has used it: it opens as soon as it is there, and goes on with what they typed. */
export function useOpening(props: LiveProps, open: () => void | Promise<void>): void {
  onMounted(async () => {
    await nextTick();
    await open();
    typeInto(props.id, props.typed);
  });
}

/** Of Element Plus's pickers of days and times. */
export interface Picker {
  focus(): void;
  handleOpen(): void;
}
export function openPicker(picker: Picker | null): void {
  picker?.focus();
  picker?.handleOpen();
}
