import type { Box, Card, Point } from '../../../engine/flow/layout/picture.ts';
import { Gesture } from './gesture.ts';
import { deedOf, type GroundHost } from './ground.ts';
import { meets, type Sheet, sightOf } from './sheet.ts';

export interface FrameHost extends Sheet, GroundHost {
  cards(): readonly Card[];
  /** `isMore`: beside what is chosen. */
  framed(keys: readonly string[], isMore: boolean): void;
}

const between = (a: Point, b: Point): Box => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/** Draws a frame on empty ground: what it touches is chosen. */
export class Frame extends Gesture<Point> {
  private readonly host: FrameHost;
  private readonly rim = document.createElement('div');
  private readonly elements = new Map<string, HTMLElement>();
  private keys: ReadonlySet<string> = new Set();

  constructor(host: FrameHost) {
    super(host.scroller);
    this.host = host;
    this.rim.className = 'flow-frame';
  }

  protected takes(event: PointerEvent): Point | undefined {
    if (deedOf(event, this.host) !== 'frame') return undefined;
    return sightOf(this.host).at(event);
  }

  protected begin(): string {
    for (const element of this.host.paper.querySelectorAll<HTMLElement>('[data-node]')) {
      this.elements.set(element.dataset.node ?? '', element);
    }
    return 'framing';
  }

  protected move(from: Point, event: PointerEvent): void {
    const sight = sightOf(this.host);
    const frame = between(from, sight.at(event));
    const { x, y, width, height } = sight.boxOf(frame);
    if (!this.rim.isConnected) this.pane?.element.append(this.rim);
    this.rim.style.cssText = `left:${x - this.box.left}px;top:${y - this.box.top}px;width:${width}px;height:${height}px`;
    const cards = this.host.cards().filter((card) => meets(card, frame));
    const keys = new Set(cards.map(({ node }) => node.key));
    for (const key of keys) if (!this.keys.has(key)) this.elements.get(key)?.classList.add('is-framed');
    for (const key of this.keys) if (!keys.has(key)) this.elements.get(key)?.classList.remove('is-framed');
    this.keys = keys;
  }

  protected drop(_from: Point, event: PointerEvent): void {
    this.host.framed([...this.keys], event.shiftKey);
  }
  protected override press(_from: Point, event: PointerEvent): void {
    const isOnWire = event.target instanceof Element && event.target.closest('[data-wire]') !== null;
    if (!event.shiftKey && !isOnWire) this.host.pressed();
  }
  protected override clear(): void {
    for (const key of this.keys) this.elements.get(key)?.classList.remove('is-framed');
    this.keys = new Set();
    this.elements.clear();
    this.rim.remove();
  }
}
