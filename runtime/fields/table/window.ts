import { observeElementOffset, observeElementRect, type Virtualizer } from '@tanstack/vue-virtual';

/**
 * What the rows scroll in: the nearest ancestor that scrolls, or the page itself, whose height is the window's. The
 * table's own box is passed over: it scrolls sideways, and CSS calls that `overflow-y: auto` too.
 */
export function scrollerOf(rows: HTMLElement): HTMLElement {
  const table = rows.closest('.table-field') ?? rows;
  for (let at = table.parentElement; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.documentElement;
}

/** How far down its scroller's content it stands. */
export function offsetIn(element: HTMLElement, scroller: HTMLElement): number {
  const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  return element.getBoundingClientRect().top - top + scroller.scrollTop;
}

type Rows = Virtualizer<HTMLElement, HTMLElement>;

/** The page's own scroll is told to the document, not to its root element. */
export function observeOffset(rows: Rows, tell: (offset: number, isScrolling: boolean) => void): () => void {
  const { scrollElement } = rows;
  if (scrollElement !== document.documentElement) return observeElementOffset(rows, tell) ?? (() => undefined);
  const scrolled = () => tell(scrollElement.scrollTop, false);
  scrolled();
  document.addEventListener('scroll', scrolled, { passive: true });
  return () => document.removeEventListener('scroll', scrolled);
}

/** The root element is as tall as its content; what is seen of it is the window. */
export function observeRect(rows: Rows, tell: (rect: { width: number; height: number }) => void): () => void {
  if (rows.scrollElement !== document.documentElement) return observeElementRect(rows, tell) ?? (() => undefined);
  const resized = () => tell({ width: window.innerWidth, height: window.innerHeight });
  resized();
  window.addEventListener('resize', resized);
  return () => window.removeEventListener('resize', resized);
}
