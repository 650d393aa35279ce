import { h, type VNode } from 'vue';
import { text } from '../i18n/index.ts';
import type { ControlEvents, ControlProps } from './type.ts';

interface InputKind {
  type?: string;
  inputmode?: 'text' | 'decimal' | 'numeric' | 'tel' | 'email' | 'url';
  autocomplete?: string;
  prefix?: string;
  suffix?: string;
  align?: 'end';
}

/** Attributes that every native control shares. Only those that say something: setting an absent one costs as much. */
export function controlAttributes(props: ControlProps): Record<string, unknown> {
  const attributes: Record<string, unknown> = { id: props.id, 'data-path': props.path };
  if (props.required) attributes['aria-required'] = 'true';
  if (props.invalid) attributes['aria-invalid'] = 'true';
  if (props.describedBy !== undefined) attributes['aria-describedby'] = props.describedBy;
  if (props.cell) attributes['aria-label'] = props.label;
  return attributes;
}

function optional(attributes: Record<string, unknown>, name: string, value: string | number | undefined): void {
  if (value !== undefined && value !== '') attributes[name] = value;
}

/** A native input in the house's dress. Keeps what was typed as it was typed; the session makes it a value. */
export function input(props: ControlProps, events: ControlEvents, kind: InputKind = {}): VNode {
  const { field } = props;
  const attributes = controlAttributes(props);
  attributes.class = kind.align === 'end' ? 'control align-end' : 'control';
  optional(attributes, 'type', kind.type);
  optional(attributes, 'inputmode', kind.inputmode);
  optional(attributes, 'placeholder', text(field.placeholder));
  optional(attributes, 'maxlength', 'maxLength' in field ? field.maxLength : undefined);
  attributes.autocomplete = kind.autocomplete ?? 'off';
  attributes.value = props.store.entered(props.path);
  attributes.onInput = (event: Event) => props.store.type(props.path, (event.target as HTMLInputElement).value);
  attributes.onBlur = events.leave;
  const element = h('input', attributes);
  return affixed(element, kind.prefix, kind.suffix);
}

function affixed(element: VNode, prefix: string | undefined, suffix: string | undefined): VNode {
  if (prefix === undefined && suffix === undefined) return element;
  const children = [element];
  if (prefix !== undefined) children.unshift(h('span', { class: 'affix', 'aria-hidden': 'true' }, prefix));
  if (suffix !== undefined) children.push(h('span', { class: 'affix', 'aria-hidden': 'true' }, suffix));
  return h('span', { class: 'affixed' }, children);
}

/** What opens a list by keyboard: arrows as in every select, and a letter or digit, which goes on to the search. */
function openedBy(event: KeyboardEvent): string | undefined {
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return '';
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  return isPlain && event.key.length === 1 && event.key !== ' ' ? event.key : undefined;
}

/** Looks like a select or a date picker, opens as one. */
export function trigger(
  props: ControlProps,
  events: ControlEvents,
  shown: string,
  icon: 'arrow' | 'calendar' | 'clock',
): VNode {
  const placeholder = shown === '' ? text(props.field.placeholder) : '';
  return h(
    'button',
    {
      ...controlAttributes(props),
      class: `control trigger ${icon}${shown === '' ? ' empty' : ''}`,
      type: 'button',
      role: 'combobox',
      'aria-haspopup': icon === 'arrow' ? 'listbox' : 'dialog',
      'aria-expanded': 'false',
      'aria-label': shown === '' ? props.label : `${props.label} ${shown}`,
      onFocus: events.prepare,
      onPointerenter: events.prepare,
      onClick: () => events.activate(''),
      onKeydown: (event: KeyboardEvent) => {
        const typed = openedBy(event);
        if (typed === undefined) return;
        event.preventDefault();
        events.activate(typed);
      },
    },
    shown || placeholder || '\u00a0',
  );
}
