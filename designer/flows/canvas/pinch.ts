import type { Point } from '../../../engine/flow/layout/picture.ts';

export interface PinchHost {
  scroller: HTMLElement;
  scale(): number;
  /** What is at `from` in the window comes to lie at `onto`. */
  zoomTo(scale: number, from: Point, onto: Point): void;
}

interface Pinched {
  middle: Point;
  spread: number;
}

/** Two fingers zoom the paper and move it, not the page. */
export class Pinch {
  private readonly host: PinchHost;
  private before: Pinched | undefined;

  constructor(host: PinchHost) {
    this.host = host;
    host.scroller.addEventListener('touchstart', this.down, { passive: true });
    host.scroller.addEventListener('touchmove', this.moved, { passive: false });
    host.scroller.addEventListener('touchend', this.down, { passive: true });
  }
  destroy(): void {
    this.host.scroller.removeEventListener('touchstart', this.down);
    this.host.scroller.removeEventListener('touchmove', this.moved);
    this.host.scroller.removeEventListener('touchend', this.down);
  }

  private readonly down = ({ touches }: TouchEvent): void => {
    this.before = this.between(touches);
  };
  private readonly moved = (event: TouchEvent): void => {
    const [{ before }, now] = [this, this.between(event.touches)];
    if (before === undefined || now === undefined) return;
    event.preventDefault();
    this.host.zoomTo((this.host.scale() * now.spread) / before.spread, before.middle, now.middle);
    this.before = now;
  };

  private between({ 0: one, 1: other, length }: TouchList): Pinched | undefined {
    if (length !== 2 || one === undefined || other === undefined) return undefined;
    const { left, top } = this.host.scroller.getBoundingClientRect();
    const middle = { x: (one.clientX + other.clientX) / 2 - left, y: (one.clientY + other.clientY) / 2 - top };
    return { middle, spread: Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)) };
  }
}
