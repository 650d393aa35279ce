import { h, type VNode } from 'vue';
import type { Field } from '../../../engine/form/index.ts';
import { t } from '../../i18n/index.ts';
import { controlAttributes, input } from '../input.ts';
import type { ControlEvents, ControlProps, FieldUi } from '../type.ts';
import { isColour } from './display.ts';
import './colour.css';

type ColourField = Extract<Field, { type: 'colour' }>;

const isField = (field: Field): field is ColourField => field.type === 'colour';

/** Samples to press: native radios, so that the arrow keys go from one to the next. */
function palette(colours: readonly string[], props: ControlProps, events: ControlEvents, alone: boolean): VNode {
  const attributes = alone ? controlAttributes(props) : {};
  return h(
    'div',
    { ...attributes, class: 'palette', role: 'radiogroup', 'aria-label': props.label },
    colours.map((colour) =>
      h('label', { key: colour, title: colour }, [
        h('input', {
          type: 'radio',
          name: `${props.id}-palette`,
          value: colour,
          checked: props.value === colour.toLowerCase(),
          'aria-label': colour,
          onChange: () => events.set(colour),
          onBlur: events.leave,
        }),
        h('span', { style: { background: colour } }),
      ]),
    ),
  );
}

/** The browser's own picker, and the colour as text for who knows it. */
function free(props: ControlProps, events: ControlEvents): VNode {
  const chosen = isColour(props.value) ? props.value : undefined;
  const native = h('input', {
    type: 'color',
    class: chosen === undefined ? 'native empty' : 'native',
    value: chosen ?? '#ffffff',
    'aria-label': t('field.pickColour', { field: props.label }),
    onChange: (event: Event) => events.set((event.target as HTMLInputElement).value),
    onBlur: events.leave,
  });
  const text = input({ ...props, cell: true }, events);
  return h('span', { class: 'affixed' }, [native, text]);
}

export const colourUi: FieldUi = {
  column: [152, 1],
  group: true,
  light(props, events) {
    if (!isField(props.field)) return free(props, events);
    const { palette: colours, custom } = props.field;
    const isFixed = colours !== undefined && custom === false;
    const parts = [];
    if (colours && (isFixed || !props.cell)) parts.push(palette(colours, props, events, isFixed));
    if (!isFixed) parts.push(free(props, events));
    return h('div', { class: 'colour-field' }, parts);
  },
};
