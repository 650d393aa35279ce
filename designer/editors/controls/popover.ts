import { nextTick, onBeforeUnmount, type Ref, ref } from 'vue';

export interface Popover {
  isOpen: Ref<boolean>;
  open(): Promise<void>;
  close(focusAnchor?: boolean): void;
}

const GAP = 4;
const EDGE = 8;

/** Under the anchor, above it where there is more room; never over the window's edge. */
function place(anchor: HTMLElement, panel: HTMLElement, least: number): void {
  const at = anchor.getBoundingClientRect();
  const width = Math.min(Math.max(at.width, least), window.innerWidth - 2 * EDGE);
  const below = window.innerHeight - at.bottom - GAP - EDGE;
  const above = at.top - GAP - EDGE;
  const isBelow = below >= Math.min(320, panel.scrollHeight) || below >= above;
  panel.style.width = `${width}px`;
  panel.style.maxHeight = `${Math.max(120, Math.min(360, isBelow ? below : above))}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))}px`;
  panel.style.top = isBelow ? `${at.bottom + GAP}px` : 'auto';
  panel.style.bottom = isBelow ? 'auto' : `${window.innerHeight - at.top + GAP}px`;
}

/**
 * A panel in the browser's top layer, a child of where it is used: no dialog's focus trap takes it for a stranger, no
 * scrolling parent cuts it off.
 */
export function usePopover(anchor: Ref<HTMLElement | null>, panel: Ref<HTMLElement | null>, least = 240): Popover {
  const isOpen = ref(false);

  function follow(): void {
    if (anchor.value && panel.value) place(anchor.value, panel.value, least);
  }
  function onPointer(event: PointerEvent): void {
    const target = event.target as Node;
    if (!anchor.value?.contains(target) && !panel.value?.contains(target)) close(false);
  }
  function listen(isOn: boolean): void {
    const change = isOn ? 'addEventListener' : 'removeEventListener';
    document[change]('pointerdown', onPointer as EventListener, true);
    window[change]('scroll', follow, true);
    window[change]('resize', follow);
  }
  async function open(): Promise<void> {
    if (isOpen.value) return;
    isOpen.value = true;
    await nextTick();
    panel.value?.showPopover?.();
    follow();
    listen(true);
  }
  function close(focusAnchor = true): void {
    if (!isOpen.value) return;
    listen(false);
    isOpen.value = false;
    if (focusAnchor) anchor.value?.focus();
  }
  onBeforeUnmount(() => listen(false));
  return { isOpen, open, close };
}
