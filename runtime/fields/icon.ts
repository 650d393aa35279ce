import { h, type VNode } from 'vue';

/** The few signs that fields need, drawn on a 16-pixel grid in the text's colour: an icon package would be 7 kB. */
const paths = {
  plus: 'M8 3v10M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  document: 'M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13',
  play: 'M5.5 3.5v9l7-4.5z',
  eye: 'M1 8s2.6-4.5 7-4.5S15 8 15 8s-2.6 4.5-7 4.5S1 8 1 8zM8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  barcode: 'M1 4.5V1.5h3M12 1.5h3v3M15 11.5v3h-3M4 14.5H1v-3M4 4.5v7M6.5 4.5v7M9 4.5v7M12 4.5v7',
} as const;

export function icon(name: keyof typeof paths, size = 16): VNode {
  return h('svg', { class: 'icon', width: size, height: size, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, [
    h('path', {
      d: paths[name],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  ]);
}

export const Plus = () => icon('plus');
export const Close = () => icon('close', 12);
export const DocumentSign = () => icon('document', 24);
export const PlaySign = () => icon('play', 24);
export const Barcode = () => icon('barcode', 18);
