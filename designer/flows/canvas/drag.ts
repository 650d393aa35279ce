import type { Slot } from '../../../engine/flow/layout/picture.ts';
import { scrollAtEdge } from './edgeScroll.ts';
import { raiseShield } from './shield.ts';

/** What the stage tells the drag, which knows nothing of the flow. */
export interface DragHost {
  /** The element that scrolls. */
  scroller: HTMLElement;
  /** The element whose coordinates are those of the picture, times the scale. */
  paper: HTMLElement;
  scale(): number;
  slots(): readonly Slot[];
  mayDrag(key: string): boolean;
  dropped(key: string, slot: Slot): void;
  /** Nothing but a press on empty ground: what was chosen is so no more. */
  pressed(): void;
}

const SLACK = 5;
/** How near the pointer has to come to a +, in pixels of the screen. */
const REACH = 90;

/**
 * Drags a card onto a +, or the whole paper. Nothing is drawn anew while something is dragged: a copy of the card follows the
 * pointer, and the nearest + is marked, so that 300 nodes cost what one costs.
 */
export class Drag {
  private readonly host: DragHost;
  private from: { x: number; y: number; key: string | undefined; left: number; top: number } | undefined;
  private ghost: HTMLElement | undefined;
  private shield: HTMLElement | undefined;
  private target: { slot: Slot; element: HTMLElement } | undefined;
  private readonly elements = new Map<string, HTMLElement>();
  private wasDragged = false;

  constructor(host: DragHost) {
    this.host = host;
    const { scroller } = host;
    scroller.addEventListener('pointerdown', this.down);
    scroller.addEventListener('click', this.click, true);
  }

  destroy(): void {
    this.host.scroller.removeEventListener('pointerdown', this.down);
    this.host.scroller.removeEventListener('click', this.click, true);
    this.end();
  }

  private readonly down = (event: PointerEvent): void => {
    // A finger scrolls; it moves steps through the menu.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const element = event.target as HTMLElement;
    const card = element.closest<HTMLElement>('[data-node]');
    if (element.closest('[data-port], [data-grip]') !== null) return;
    if (card === null && element.closest('button, a, input') !== null) return;
    const { scrollLeft, scrollTop } = this.host.scroller;
    this.wasDragged = false;
    this.from = { x: event.clientX, y: event.clientY, key: card?.dataset.node, left: scrollLeft, top: scrollTop };
    addEventListener('pointermove', this.move);
    addEventListener('pointerup', this.up);
    addEventListener('pointercancel', this.cancel);
    addEventListener('keydown', this.key, true);
  };

  private readonly move = (event: PointerEvent): void => {
    const { from } = this;
    if (from === undefined) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!this.wasDragged && Math.hypot(dx, dy) < SLACK) return;
    if (from.key === undefined) {
      this.wasDragged = true;
      this.host.scroller.scrollTo(from.left - dx, from.top - dy);
      return;
    }
    if (!this.wasDragged && !this.begin(from.key)) return;
    if (this.ghost === undefined) return;
    this.ghost.style.transform = `translate(${event.clientX + 12}px, ${event.clientY + 8}px)`;
    this.aim(event);
    scrollAtEdge(this.host.scroller, event);
  };

  private begin(key: string): boolean {
    if (!this.host.mayDrag(key)) {
      this.end();
      return false;
    }
    this.wasDragged = true;
    const card = this.host.paper.querySelector<HTMLElement>(`[data-node="${CSS.escape(key)}"]`);
    if (card === null) return false;
    this.ghost = card.cloneNode(true) as HTMLElement;
    this.ghost.classList.add('flow-ghost');
    this.ghost.setAttribute('aria-hidden', 'true');
    this.ghost.removeAttribute('data-node');
    this.shield = raiseShield('dragging');
    document.body.append(this.ghost);
    this.host.scroller.classList.add('is-dragging');
    card.classList.add('is-dragged');
    for (const element of this.host.paper.querySelectorAll<HTMLElement>('[data-slot]')) {
      this.elements.set(element.dataset.slot ?? '', element);
    }
    return true;
  }

  /** The nearest +: found among numbers, without asking the page where anything is. */
  private aim(event: PointerEvent): void {
    const box = this.host.paper.getBoundingClientRect();
    const scale = this.host.scale();
    const [x, y] = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
    let best: Slot | undefined;
    let least = REACH / scale;
    for (const slot of this.host.slots()) {
      const distance = Math.hypot(slot.x - x, slot.y - y);
      if (distance < least) [best, least] = [slot, distance];
    }
    if (best?.id === this.target?.slot.id) return;
    this.target?.element.classList.remove('is-target');
    const element = best === undefined ? undefined : this.elements.get(best.id);
    element?.classList.add('is-target');
    this.target = best !== undefined && element !== undefined ? { slot: best, element } : undefined;
  }

  private readonly up = (event: PointerEvent): void => {
    const { from, target, wasDragged } = this;
    const isEmpty =
      (event.target as HTMLElement).closest?.('button, [data-node], [data-way], [data-wire], input') === null;
    // Where a card was in hand the shield has taken the click.
    if (this.ghost !== undefined) this.wasDragged = false;
    this.end();
    if (from?.key !== undefined && target !== undefined) this.host.dropped(from.key, target.slot);
    else if (!wasDragged && from?.key === undefined && isEmpty) this.host.pressed();
  };
  private readonly cancel = (): void => this.end();
  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.ghost === undefined) return;
    event.stopPropagation();
    this.end();
  };
  /** The click that ends a drag chooses nothing. */
  private readonly click = (event: MouseEvent): void => {
    if (!this.wasDragged) return;
    this.wasDragged = false;
    event.stopPropagation();
    event.preventDefault();
  };

  private end(): void {
    removeEventListener('pointermove', this.move);
    removeEventListener('pointerup', this.up);
    removeEventListener('pointercancel', this.cancel);
    removeEventListener('keydown', this.key, true);
    this.ghost?.remove();
    this.shield?.remove();
    this.target?.element.classList.remove('is-target');
    this.host.scroller.classList.remove('is-dragging');
    this.host.paper.querySelector('.is-dragged')?.classList.remove('is-dragged');
    this.elements.clear();
    this.ghost = undefined;
    this.target = undefined;
    this.from = undefined;
  }
}
