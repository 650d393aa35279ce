import type { Card, Point } from '../../../engine/flow/layout/picture.ts';
import { Gesture } from './gesture.ts';
import { type Sheet, type Sight, sightOf } from './sheet.ts';

/** What of a line is in hand: a new one out of a node, or an end of one that there is. */
export type Handle = { from: string } | { edge: string; end: 'from' | 'to' };

/** What the stage tells of the picture and of the flow. */
export interface LeadHost extends Sheet {
  cards(): readonly Card[];
  /** The end that stays where it is. */
  fixed(handle: Handle): Point | undefined;
  /** Why it cannot be led onto this node. */
  refuses(handle: Handle, node: string): string | undefined;
  dropped(handle: Handle, node: string): void;
  /** Let go where there is nothing, at this place of the screen. */
  droppedOnGround(handle: Handle, at: Point): void;
  /** Pressed and let go where it was: where it shall lead is asked. */
  pressed(handle: Handle): void;
}

/** Around a card, in pixels of the picture. */
const REACH = 12;
const SVG = 'http://www.w3.org/2000/svg';

function handleAt(target: EventTarget | null): Handle | undefined {
  const element = (target as HTMLElement).closest<HTMLElement>('[data-port], [data-grip]');
  const { port, grip, edge } = element?.dataset ?? {};
  if (port !== undefined) return { from: port };
  return edge === undefined || (grip !== 'from' && grip !== 'to') ? undefined : { edge, end: grip };
}

/** Leads a line from node to node, by mouse, pen or finger. */
export class Lead extends Gesture<Handle> {
  private readonly host: LeadHost;
  private readonly sheet = document.createElementNS(SVG, 'svg');
  private readonly line = document.createElementNS(SVG, 'path');
  private readonly tip = document.createElement('div');
  private target: { key: string; card: Card; why: string | undefined } | undefined;

  constructor(host: LeadHost) {
    super(host.scroller);
    this.host = host;
    this.sheet.append(this.line);
    this.sheet.setAttribute('class', 'flow-leading');
    this.tip.className = 'flow-tip';
    this.tip.setAttribute('aria-hidden', 'true');
    this.scroller.addEventListener('click', this.click, true);
  }
  override destroy(): void {
    super.destroy();
    this.scroller.removeEventListener('click', this.click, true);
  }

  protected takes(event: PointerEvent): Handle | undefined {
    const handle = event.button === 0 ? handleAt(event.target) : undefined;
    if (handle !== undefined) event.preventDefault();
    return handle;
  }

  protected begin(): string {
    document.body.append(this.tip);
    return 'leading';
  }

  protected move(handle: Handle, event: PointerEvent): void {
    const sight = sightOf(this.host);
    if (!this.sheet.isConnected) this.pane?.element.prepend(this.sheet);
    this.aim(handle, sight.at(event));
    this.draw(handle, sight, event);
    this.tip.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 14}px)`;
    const { target } = this;
    this.pane?.mark(target && sight.boxOf(target.card), target?.why === undefined ? 'target' : 'refused');
  }

  private draw(handle: Handle, sight: Sight, { clientX, clientY }: PointerEvent): void {
    const fixed = this.host.fixed(handle);
    if (fixed === undefined) return;
    const { left, top } = this.box;
    const end = sight.of(fixed);
    const [there, here] = [
      { x: end.x - left, y: end.y - top },
      { x: clientX - left, y: clientY - top },
    ];
    const isFrom = 'end' in handle && handle.end === 'from';
    const [a, b] = isFrom ? [here, there] : [there, here];
    const bend = Math.max(24, Math.abs(b.y - a.y) / 2);
    this.line.setAttribute('d', `M${a.x} ${a.y}C${a.x} ${a.y + bend} ${b.x} ${b.y - bend} ${b.x} ${b.y}`);
  }

  /** What is under the pointer: found among numbers, without asking the page where anything is. */
  private aim(handle: Handle, { x, y }: Point): void {
    const isNear = (one: Card) =>
      x >= one.x - REACH && x <= one.x + one.width + REACH && y >= one.y - REACH && y <= one.y + one.height + REACH;
    const card = this.host.cards().find(isNear);
    if (card?.node.key === this.target?.key) return;
    this.target = undefined;
    if (card !== undefined) {
      const { key } = card.node;
      this.target = { key, card, why: this.host.refuses(handle, key) };
    }
    const words = this.target?.why ?? '';
    if (this.tip.textContent !== words) this.tip.textContent = words;
  }

  protected drop(handle: Handle, { clientX: x, clientY: y }: PointerEvent): void {
    const { left, right, top, bottom } = this.box;
    const isInside = x > left && x < right && y > top && y < bottom;
    if (this.target !== undefined) this.host.dropped(handle, this.target.key);
    else if (isInside) this.host.droppedOnGround(handle, { x, y });
  }
  protected override press(handle: Handle): void {
    this.host.pressed(handle);
  }
  /** A press by key asks too; the click that ends a press has been answered. */
  private readonly click = (event: MouseEvent): void => {
    const handle = handleAt(event.target);
    if (handle === undefined) return;
    event.stopPropagation();
    if (event.detail === 0) this.host.pressed(handle);
  };

  protected override clear(): void {
    this.line.setAttribute('d', '');
    this.sheet.remove();
    this.tip.remove();
    this.tip.textContent = '';
    this.target = undefined;
  }
}
