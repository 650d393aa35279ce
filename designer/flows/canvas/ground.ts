import type { Ref } from 'vue';
import { Gesture } from './gesture.ts';

/** What drawing on empty ground does without a key: moves the paper, or a frame around what shall be chosen. */
export type Tool = 'hand' | 'select';

export interface GroundHost {
  scroller: HTMLElement;
  tool: Readonly<Ref<Tool>>;
  /** Space is held: whatever is pressed, the paper is moved. */
  isPanning(): boolean;
  /** Nothing but a press: what was chosen is so no more. */
  pressed(): void;
}

const ON_SOMETHING = 'button, a, input, [data-node], [data-way], [data-port], [data-grip]';
export const isGround = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(ON_SOMETHING) === null;

/**
 * As Camunda's modeler and Figma have it: the middle button and Space move the paper from anywhere, Shift draws a frame, and
 * of the two tools the hand moves what the arrow frames. A finger scrolls by itself; with the arrow it frames.
 */
export function deedOf(event: PointerEvent, { tool, isPanning }: GroundHost): 'pan' | 'frame' | undefined {
  const isTouch = event.pointerType === 'touch';
  if (!isTouch && (event.button === 1 || (event.button === 0 && isPanning()))) return 'pan';
  if (event.button !== 0 || !isGround(event.target)) return undefined;
  if (tool.value === 'select') return 'frame';
  if (isTouch) return undefined;
  return event.shiftKey ? 'frame' : 'pan';
}

/** Moves the paper under the window. */
export class Pan extends Gesture<{ x: number; y: number; left: number; top: number }> {
  private readonly host: GroundHost;
  protected override readonly scrolls = false;

  constructor(host: GroundHost) {
    super(host.scroller);
    this.host = host;
    host.scroller.addEventListener('mousedown', this.middle);
  }
  override destroy(): void {
    super.destroy();
    this.scroller.removeEventListener('mousedown', this.middle);
  }
  /** Browsers would begin to scroll by themselves. */
  private readonly middle = (event: MouseEvent): void => {
    if (event.button === 1) event.preventDefault();
  };

  protected takes(event: PointerEvent) {
    if (deedOf(event, this.host) !== 'pan') return undefined;
    const { scrollLeft: left, scrollTop: top } = this.scroller;
    return { x: event.clientX, y: event.clientY, left, top };
  }
  protected begin(): string {
    return 'panning';
  }
  protected move(held: { x: number; y: number; left: number; top: number }, { clientX, clientY }: PointerEvent): void {
    this.scroller.scrollTo(held.left + held.x - clientX, held.top + held.y - clientY);
  }
  protected drop(): void {
    // It lies where it has been moved to.
  }
  protected override press(_held: object, event: PointerEvent): void {
    const isOnWire = event.target instanceof Element && event.target.closest('[data-wire]') !== null;
    if (event.button === 0 && isGround(event.target) && !isOnWire) this.host.pressed();
  }
}
