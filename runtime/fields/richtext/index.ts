import { h } from 'vue';
import { readDocument } from '../../../engine/form/fields/richtext/document.ts';
import { text } from '../../i18n/index.ts';
import { controlAttributes } from '../input.ts';
import { type FieldUi, liveControl } from '../type.ts';
import { drawDocument } from './draw.ts';
import RichBar from './RichBar.ts';
import './richtext.css';

const liveEditor = liveControl(() => import('./RichEditor.vue'));

/** Looks like the editor and becomes it when it is used: its code is 100 kB that a form without it does not fetch. */
export const richtextUi: FieldUi = {
  wide: true,
  group: true,
  light(props, events) {
    const document = readDocument(props.value);
    const attributes = {
      ...controlAttributes(props),
      class: 'rich-text rich-body',
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-labelledby': `${props.id}-label`,
      tabindex: 0,
      onPointerenter: events.prepare,
      onFocus: () => events.activate(''),
    };
    const body = document
      ? drawDocument(document)
      : [h('p', { class: 'none' }, text(props.field.placeholder) || '\u00a0')];
    return h('div', { class: 'rich-field' }, [
      h(RichBar, { onPress: () => events.activate('') }),
      h('div', attributes, body),
    ]);
  },
  live: liveEditor,
};
