/** Room that is left around what is shown, where there is any; at the foot for the bar that lies above the paper. */
const MARGIN = 24;
const FOOT = 64;

/** How far to scroll so that something from `low` to `high` is seen between two rims. */
function nearest(low: number, high: number, from: number, to: number): number {
  if (low < from + MARGIN) return low - from - MARGIN;
  return high > to - MARGIN ? Math.min(high - to + MARGIN, low - from - MARGIN) : 0;
}
const centred = (low: number, high: number, from: number, to: number): number => (low + high - from - to) / 2;

/**
 * Scrolls the window onto the paper until this is seen in it, and nothing else: a browser's own scrollIntoView moves
 * whatever lies around the window too, up to the page.
 */
export function reveal(element: Element, how: 'nearest' | 'centre'): void {
  const scroller = element.closest('.flow-scroll');
  if (scroller === null) return;
  const [box, rim] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  const by = how === 'nearest' ? nearest : centred;
  scroller.scrollBy(by(box.left, box.right, rim.left, rim.right), by(box.top, box.bottom, rim.top, rim.bottom - FOOT));
}
