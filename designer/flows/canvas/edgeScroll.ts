const EDGE = 48;
const STEP = 14;

/** What is dragged to the rim of the window scrolls on; false where it is not there. */
export function scrollAtEdge(
  scroller: HTMLElement,
  box: DOMRect,
  { clientX, clientY }: { clientX: number; clientY: number },
): boolean {
  const step = (at: number, low: number, high: number) => (at < low + EDGE ? -STEP : at > high - EDGE ? STEP : 0);
  const [x, y] = [step(clientX, box.left, box.right), step(clientY, box.top, box.bottom)];
  if (x === 0 && y === 0) return false;
  scroller.scrollBy(x, y);
  return true;
}
