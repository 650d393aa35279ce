import { h, type VNode } from 'vue';
import { text } from '../i18n/index.ts';
import type { ControlEvents, ControlProps } from './type.ts';

interface InputKind {
  type?: string;
  inputmode?: 'text' | 'decimal' | 'numeric' | 'tel' | 'email';
  autocomplete?: string;
  prefix?: string;
  suffix?: string;
  align?: 'end';
}

/** Attributes that every native control shares. */
export function controlAttributes(props: ControlProps): Record<string, unknown> {
  return {
    id: props.id,
    'data-path': props.path,
    'aria-required': props.required || undefined,
    'aria-invalid': props.invalid || undefined,
    'aria-describedby': props.describedBy,
    'aria-label': props.cell ? props.label : undefined,
  };
}

/** A native input in the house's dress. Keeps what was typed as it was typed; the session makes it a value. */
export function input(props: ControlProps, events: ControlEvents, kind: InputKind = {}): VNode {
  const { field } = props;
  const entered = props.store.session.entered(props.path);
  const shown = entered === null || entered === undefined ? '' : String(entered);
  const element = h('input', {
    ...controlAttributes(props),
    class: ['control', { 'align-end': kind.align === 'end' }],
    type: kind.type ?? 'text',
    inputmode: kind.inputmode,
    autocomplete: kind.autocomplete ?? 'off',
    placeholder: text(field.placeholder),
    maxlength: 'maxLength' in field ? field.maxLength : undefined,
    value: shown,
    onInput: (event: Event) => events.set((event.target as HTMLInputElement).value),
    onBlur: events.leave,
  });
  if (kind.prefix === undefined && kind.suffix === undefined) return element;
  return h('span', { class: 'affixed' }, [
    kind.prefix === undefined ? null : h('span', { class: 'affix', 'aria-hidden': 'true' }, kind.prefix),
    element,
    kind.suffix === undefined ? null : h('span', { class: 'affix' }, kind.suffix),
  ]);
}

/** Looks like a select or a date picker, opens as one. */
export function trigger(props: ControlProps, events: ControlEvents, shown: string, icon: 'arrow' | 'calendar'): VNode {
  return h(
    'button',
    {
      ...controlAttributes(props),
      class: ['control', 'trigger', icon, { empty: shown === '' }],
      type: 'button',
      role: 'combobox',
      'aria-haspopup': icon === 'arrow' ? 'listbox' : 'dialog',
      'aria-expanded': 'false',
      'aria-label': `${props.label} ${shown}`,
      onClick: () => events.activate(true),
      onKeydown: (event: KeyboardEvent) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        events.activate(true);
      },
    },
    shown === '' ? text(props.field.placeholder) || '\u00a0' : shown,
  );
}
