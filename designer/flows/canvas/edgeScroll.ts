const EDGE = 48;
const STEP = 14;

/** What is dragged to the rim scrolls on. */
export function scrollAtEdge(scroller: HTMLElement, { clientX, clientY }: PointerEvent): void {
  const box = scroller.getBoundingClientRect();
  const step = (at: number, low: number, high: number) => (at < low + EDGE ? -STEP : at > high - EDGE ? STEP : 0);
  const [x, y] = [step(clientX, box.left, box.right), step(clientY, box.top, box.bottom)];
  if (x !== 0 || y !== 0) scroller.scrollBy(x, y);
}
