import { defineComponent, h, type PropType, ref, type VNode } from 'vue';
import { t } from '../../i18n/index.ts';
import { linkPath, tools } from './tools.ts';

const keys = [...tools.map(({ key }) => key), 'link'] as const;

function sign(key: (typeof keys)[number]): VNode {
  const tool = tools.find((one) => one.key === key);
  if (tool && 'letter' in tool.sign)
    return h('span', { class: tool.sign.style, 'aria-hidden': 'true' }, tool.sign.letter);
  const d = tool && 'path' in tool.sign ? tool.sign.path : linkPath;
  return h('svg', { width: 16, height: 16, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, [
    h('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linecap': 'round' }),
  ]);
}

/** The bar over the words, before and while they are edited: one stop for Tab, arrows between its buttons. */
export default defineComponent({
  name: 'RichBar',
  props: { on: { type: Object as PropType<Record<string, boolean>>, default: () => ({}) } },
  emits: ['press'],
  setup(props, { emit }) {
    const at = ref(0);
    function move(event: KeyboardEvent): void {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      at.value = (at.value + step + keys.length) % keys.length;
      const bar = event.currentTarget as HTMLElement;
      bar.querySelectorAll<HTMLElement>('button')[at.value]?.focus();
    }
    return () =>
      h(
        'div',
        { class: 'rich-bar', role: 'toolbar', 'aria-label': t('rich.bar'), onKeydown: move },
        keys.map((key, index) =>
          h(
            'button',
            {
              key,
              type: 'button',
              title: t(`rich.${key}`),
              'aria-label': t(`rich.${key}`),
              'aria-pressed': props.on[key] === true ? 'true' : 'false',
              tabindex: index === at.value ? 0 : -1,
              // The words keep the focus and what is selected in them.
              onMousedown: (event: MouseEvent) => event.preventDefault(),
              onClick: () => emit('press', key),
            },
            [sign(key)],
          ),
        ),
      );
  },
});
