import { scrollAtEdge } from './edgeScroll.ts';
import { type Pane, raisePane } from './pane.ts';

/** Pixels of the screen below which a press is a press. */
const SLACK = 5;
/** Felt by a finger that has taken hold of something. */
const TICK_MS = 10;

/**
 * What a press on the stage grows into once it has moved. While it is under way nothing of the picture is drawn anew: what
 * follows the pointer is drawn on a pane of its own, above a shield that spares the page looking for what is below, so
 * that 300 nodes cost what one costs.
 */
export abstract class Gesture<Held> {
  protected readonly scroller: HTMLElement;
  /** Where the window onto the paper lies on the screen. */
  protected box = new DOMRect();
  /** Drawn upon while something is under way. */
  protected pane: Pane | undefined;
  private held: { what: Held; pointer: number; x: number; y: number; isRipe: boolean } | undefined;
  private ripening: ReturnType<typeof setTimeout> | undefined;
  private last: PointerEvent | undefined;
  private frame = 0;

  constructor(scroller: HTMLElement) {
    this.scroller = scroller;
    scroller.addEventListener('pointerdown', this.down);
  }
  destroy(): void {
    this.scroller.removeEventListener('pointerdown', this.down);
    this.end();
  }

  /** What is pressed, where that is this gesture's. */
  protected abstract takes(event: PointerEvent): Held | undefined;
  /** Milliseconds that it is held before it is this gesture's: a finger that goes on sooner scrolls. */
  protected patience(_event: PointerEvent): number {
    return 0;
  }
  /** False: it cannot be moved. The name is the shield's, for its cursor. */
  protected abstract begin(held: Held, event: PointerEvent): string | false;
  protected abstract move(held: Held, event: PointerEvent): void;
  protected abstract drop(held: Held, event: PointerEvent): void;
  /** Let go where it was pressed. */
  protected press(_held: Held, _event: PointerEvent): void {
    // Most gestures leave a press to what was pressed.
  }
  /** Takes down what was put up. */
  protected clear(): void {
    // The pane goes by itself.
  }
  /** What reaches the rim goes on by itself. */
  protected readonly scrolls: boolean = true;

  private readonly down = (event: PointerEvent): void => {
    // Two fingers zoom: what one of them had begun is given up.
    if (!event.isPrimary) this.end();
    if (this.held !== undefined || !event.isPrimary) return;
    const what = this.takes(event);
    if (what === undefined) return;
    const patience = this.patience(event);
    this.held = { what, pointer: event.pointerId, x: event.clientX, y: event.clientY, isRipe: patience === 0 };
    if (patience > 0) this.ripening = setTimeout(() => this.ripen(event), patience);
    addEventListener('pointermove', this.moved);
    addEventListener('pointerup', this.up);
    addEventListener('pointercancel', this.cancelled);
    addEventListener('keydown', this.key, true);
  };

  private readonly moved = (event: PointerEvent): void => {
    const { held } = this;
    if (held === undefined || event.pointerId !== held.pointer) return;
    if (this.pane === undefined) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLACK) return;
      if (!held.isRipe) this.end();
      else this.grow(held.what, event);
    } else this.go(held.what, event);
  };

  private grow(what: Held, event: PointerEvent): void {
    this.box = this.scroller.getBoundingClientRect();
    const name = this.begin(what, event);
    if (name === false) {
      this.end();
      return;
    }
    this.pane = raisePane(name, this.box);
    this.scroller.addEventListener('scroll', this.scrolled, { passive: true });
    this.go(what, event);
  }
  private go(what: Held, event: PointerEvent): void {
    this.last = event;
    this.move(what, event);
    if (this.scrolls && this.frame === 0) this.frame = requestAnimationFrame(this.onward);
  }
  /** Held long enough: it lies in the hand before it has moved. */
  private ripen(event: PointerEvent): void {
    if (this.held === undefined) return;
    this.held.isRipe = true;
    navigator.vibrate?.(TICK_MS);
    this.grow(this.held.what, event);
  }

  /** Held at the rim: on and on, though the pointer stands still. */
  private readonly onward = (): void => {
    this.frame = 0;
    if (this.last === undefined || !scrollAtEdge(this.scroller, this.box, this.last)) return;
    this.frame = requestAnimationFrame(this.onward);
  };
  /** The paper goes on below the pointer. */
  private readonly scrolled = (): void => {
    if (this.held !== undefined && this.last !== undefined && this.scrolls) this.move(this.held.what, this.last);
  };

  private readonly up = (event: PointerEvent): void => {
    const { held } = this;
    if (held === undefined || event.pointerId !== held.pointer) return;
    const isMoved = this.pane !== undefined;
    if (isMoved) this.drop(held.what, event);
    this.end();
    if (!isMoved) this.press(held.what, event);
  };
  private readonly cancelled = (event: PointerEvent): void => {
    if (event.pointerId === this.held?.pointer) this.end();
  };
  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.pane === undefined) return;
    event.stopPropagation();
    this.end();
  };

  private end(): void {
    clearTimeout(this.ripening);
    removeEventListener('pointermove', this.moved);
    removeEventListener('pointerup', this.up);
    removeEventListener('pointercancel', this.cancelled);
    removeEventListener('keydown', this.key, true);
    this.scroller.removeEventListener('scroll', this.scrolled);
    cancelAnimationFrame(this.frame);
    this.clear();
    this.pane?.remove();
    this.pane = undefined;
    this.held = undefined;
    this.last = undefined;
    this.frame = 0;
  }
}
