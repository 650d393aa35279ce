import type { Slot } from '../../../engine/flow/layout/picture.ts';
import { Gesture } from './gesture.ts';
import { type Sheet, type Sight, sightOf } from './sheet.ts';

/** What the stage tells the drag, which knows nothing of the flow. */
export interface DragHost extends Sheet {
  /** Where it, and what goes along with it, can be put. */
  slots(key: string): readonly Slot[];
  mayDrag(key: string): boolean;
  /** How many go along. */
  count(key: string): number;
  dropped(key: string, slot: Slot): void;
  /** Space is held: the paper is moved, not what lies on it. */
  isPanning(): boolean;
}

/** How near the pointer has to come to a +, in pixels of the screen. */
const REACH = 90;
/** Of the mark on a +. */
const MARK = 36;
/** A finger that goes on sooner scrolls. As long as a long press is on Android and iOS. */
const HOLD_MS = 400;

/** Drags a card onto a +: a copy of it follows the pointer, and the nearest + is marked. */
export class Drag extends Gesture<string> {
  private readonly host: DragHost;
  private ghost: HTMLElement | undefined;
  private card: HTMLElement | undefined;
  private slots: readonly Slot[] = [];
  private target: Slot | undefined;

  constructor(host: DragHost) {
    super(host.scroller);
    this.host = host;
    // There before the finger comes: the browser asks then whether it may scroll by itself.
    host.scroller.addEventListener('touchmove', this.keep, { passive: false });
    host.scroller.addEventListener('contextmenu', this.keep);
  }
  override destroy(): void {
    super.destroy();
    this.scroller.removeEventListener('touchmove', this.keep);
    this.scroller.removeEventListener('contextmenu', this.keep);
  }
  /** What lies in the hand is moved, and the paper is not. */
  private readonly keep = (event: Event): void => {
    if (this.pane !== undefined) event.preventDefault();
  };

  protected takes(event: PointerEvent): string | undefined {
    if (event.button !== 0 || this.host.isPanning()) return undefined;
    const element = event.target as HTMLElement;
    if (element.closest('[data-port], [data-grip]') !== null) return undefined;
    return element.closest<HTMLElement>('[data-node]')?.dataset.node;
  }
  protected override patience({ pointerType }: PointerEvent): number {
    return pointerType === 'touch' ? HOLD_MS : 0;
  }

  protected begin(key: string): string | false {
    const card = this.host.paper.querySelector<HTMLElement>(`[data-node="${CSS.escape(key)}"]`);
    if (card === null || !this.host.mayDrag(key)) return false;
    this.ghost = this.copyOf(card, this.host.count(key));
    document.body.append(this.ghost);
    this.card = card;
    this.slots = this.host.slots(key);
    const fit = new Set(this.slots.map(({ id }) => id));
    for (const element of this.host.paper.querySelectorAll<HTMLElement>('[data-slot]')) {
      element.classList.toggle('is-unfit', !fit.has(element.dataset.slot ?? ''));
    }
    this.scroller.classList.add('is-dragging');
    card.classList.add('is-dragged');
    return 'dragging';
  }
  private copyOf(card: HTMLElement, count: number): HTMLElement {
    const ghost = card.cloneNode(true) as HTMLElement;
    ghost.classList.add('flow-ghost');
    ghost.setAttribute('aria-hidden', 'true');
    ghost.removeAttribute('data-node');
    for (const element of ghost.querySelectorAll('[data-id]')) element.removeAttribute('data-id');
    if (count < 2) return ghost;
    const badge = document.createElement('span');
    badge.className = 'count';
    badge.textContent = String(count);
    ghost.append(badge);
    return ghost;
  }

  protected move(_key: string, event: PointerEvent): void {
    const sight = sightOf(this.host);
    // Beside an arrow, and above a finger.
    const [dx, dy] = event.pointerType === 'touch' ? [-24, -88] : [12, 8];
    if (this.ghost) this.ghost.style.transform = `translate(${event.clientX + dx}px, ${event.clientY + dy}px)`;
    this.target = this.nearest(sight, event);
    if (this.target === undefined) {
      this.pane?.mark(undefined);
      return;
    }
    const { x, y } = sight.of(this.target);
    this.pane?.mark({ x: x - MARK / 2, y: y - MARK / 2, width: MARK, height: MARK }, 'place');
  }
  /** Found among numbers, without asking the page where anything is. */
  private nearest(sight: Sight, event: PointerEvent): Slot | undefined {
    const { x, y } = sight.at(event);
    let best: Slot | undefined;
    let least = REACH / this.host.scale();
    for (const slot of this.slots) {
      const distance = Math.hypot(slot.x - x, slot.y - y);
      if (distance < least) [best, least] = [slot, distance];
    }
    return best;
  }

  protected drop(key: string): void {
    if (this.target !== undefined) this.host.dropped(key, this.target);
  }
  protected override clear(): void {
    this.ghost?.remove();
    this.card?.classList.remove('is-dragged');
    this.scroller.classList.remove('is-dragging');
    for (const element of this.host.paper.querySelectorAll('.slot.is-unfit')) element.classList.remove('is-unfit');
    this.ghost = undefined;
    this.card = undefined;
    this.target = undefined;
  }
}
