import { computed, nextTick, onBeforeUnmount, type Ref, ref, watch } from 'vue';
import type { Card, Picture } from '../../../engine/flow/layout/picture.ts';

/** Zoomed by hand; a large flow is seen whole below that. */
const [LEAST, MOST] = [0.2, 1.6];

/** Which part of a picture is seen, and how large: scrolled and zoomed in an element that scrolls. Pixels of the screen, `view` of the picture. */
export function useViewport(
  scroller: Readonly<Ref<HTMLElement | null>>,
  picture: Readonly<Ref<Picture>>,
  isNarrow: () => boolean,
) {
  const scale = ref(1);
  const view = ref({ x: 0, y: 0, width: 0, height: 0 });
  function look(): void {
    const element = scroller.value;
    if (element === null) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = element;
    const [x, y] = [scrollLeft - offset.value.x, scrollTop - offset.value.y];
    view.value = {
      x: x / scale.value,
      y: y / scale.value,
      width: clientWidth / scale.value,
      height: clientHeight / scale.value,
    };
  }
  /** A picture that is smaller than the window stands in its middle. */
  const room = ref({ width: 0, height: 0 });
  const offsetOf = ({ width }: Picture): number => Math.max(0, (room.value.width - width * scale.value) / 2);
  const offset = computed(() => ({ x: offsetOf(picture.value), y: 0 }));
  const sizes = new ResizeObserver(() => {
    room.value = { width: scroller.value?.clientWidth ?? 0, height: scroller.value?.clientHeight ?? 0 };
    look();
  });

  /** How large all of it can be seen, below what stands above it in the window. */
  function whole(): number {
    const { width, height } = picture.value;
    const above = scroller.value?.querySelector<HTMLElement>('.sizer')?.offsetTop ?? 0;
    return Math.min(1, (room.value.width - 16) / width, (room.value.height - above - 16) / height);
  }
  /** What is at `from` in the window comes to lie at `onto`: the middle stays where nothing is said. */
  function zoomTo(next: number, from?: { x: number; y: number }, onto = from): void {
    const element = scroller.value;
    if (element === null) return;
    const before = scale.value;
    const to = Math.max(Math.min(LEAST, whole()), Math.min(MOST, next));
    const middle = { x: element.clientWidth / 2, y: element.clientHeight / 2 };
    const [point, place] = [from ?? middle, onto ?? middle];
    const [x, y] = [(element.scrollLeft + point.x - offset.value.x) / before, (element.scrollTop + point.y) / before];
    scale.value = to;
    void nextTick(() => {
      element.scrollTo(x * to + offset.value.x - place.x, y * to - place.y);
      look();
    });
  }
  function wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = scroller.value?.getBoundingClientRect();
    zoomTo(scale.value * (event.deltaY < 0 ? 1.1 : 1 / 1.1), {
      x: event.clientX - (box?.left ?? 0),
      y: event.clientY - (box?.top ?? 0),
    });
  }
  function fit(): void {
    zoomTo(whole());
    void nextTick(() => scroller.value?.scrollTo(0, 0));
  }
  /** As large as can be read: a wide flow begins at its start. */
  function begin(): void {
    const element = scroller.value;
    if (element === null) return;
    room.value = { width: element.clientWidth, height: element.clientHeight };
    const { width } = picture.value;
    scale.value = Math.max(isNarrow() ? 0.75 : 0.85, Math.min(1, (room.value.width - 16) / width));
    const first = picture.value.cards.find(({ node }) => node.type === 'start');
    void nextTick(() => {
      if (first)
        element.scrollTo((first.x + first.width / 2) * scale.value + offset.value.x - element.clientWidth / 2, 0);
      look();
    });
  }
  function goTo(x: number, y: number): void {
    const element = scroller.value;
    element?.scrollTo(
      x * scale.value + offset.value.x - element.clientWidth / 2,
      y * scale.value - element.clientHeight / 2,
    );
  }
  /** What is looked at stays where it is when the picture is laid out anew around it. */
  function hold(now: Picture, before: Picture): void {
    const element = scroller.value;
    if (element === null || now.cards === before.cards) return;
    const [x, y] = [view.value.x + view.value.width / 2, view.value.y + view.value.height / 2];
    const far = (card: Card) => Math.hypot(card.x + card.width / 2 - x, card.y + card.height / 2 - y);
    const there = new Map(now.cards.map((card) => [card.node.key, card]));
    const [held] = before.cards.filter(({ node }) => there.has(node.key)).sort((a, b) => far(a) - far(b));
    const next = there.get(held?.node.key ?? '');
    if (held === undefined || next === undefined || (held.x === next.x && held.y === next.y)) return;
    const dx = (next.x - held.x) * scale.value + offsetOf(now) - offsetOf(before);
    void nextTick(() => {
      element.scrollBy(dx, (next.y - held.y) * scale.value);
      look();
    });
  }
  watch(picture, hold);
  onBeforeUnmount(() => sizes.disconnect());
  return {
    scale,
    view,
    room,
    offset,
    look,
    zoomTo,
    wheel,
    fit,
    begin,
    goTo,
    watchSize: (element: HTMLElement) => sizes.observe(element),
  };
}
