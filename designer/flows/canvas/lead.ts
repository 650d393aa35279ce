import type { Card, Point } from '../../../engine/flow/layout/picture.ts';
import { scrollAtEdge } from './edgeScroll.ts';
import { raiseShield } from './shield.ts';

/** What of a line is in hand: a new one out of a node, or an end of one that there is. */
export type Handle = { from: string } | { edge: string; end: 'from' | 'to' };

/** What the stage tells of the picture and of the flow. */
export interface LeadHost {
  scroller: HTMLElement;
  paper: HTMLElement;
  /** The path that follows the pointer. */
  line: SVGPathElement;
  scale(): number;
  cards(): readonly Card[];
  /** The end that stays where it is. */
  fixed(handle: Handle): Point | undefined;
  /** Why it cannot be led onto this node. */
  refuses(handle: Handle, node: string): string | undefined;
  dropped(handle: Handle, node: string): void;
  /** Pressed and let go where it was: where it shall lead is asked. */
  pressed(handle: Handle): void;
}

const SLACK = 5;
/** Around a card, in pixels of the picture. */
const REACH = 12;

function handleAt(target: EventTarget | null): Handle | undefined {
  const element = (target as HTMLElement).closest<HTMLElement>('[data-port], [data-grip]');
  const { port, grip, edge } = element?.dataset ?? {};
  if (port !== undefined) return { from: port };
  return edge === undefined || (grip !== 'from' && grip !== 'to') ? undefined : { edge, end: grip };
}

/** Leads a line from node to node. Nothing is drawn anew meanwhile but the one path and the mark of what is under the pointer. */
export class Lead {
  private readonly host: LeadHost;
  private handle: Handle | undefined;
  private from = { x: 0, y: 0 };
  private isLed = false;
  private target: { key: string; element: HTMLElement; why: string | undefined } | undefined;
  private readonly elements = new Map<string, HTMLElement>();
  private readonly tip = document.createElement('div');
  private shield: HTMLElement | undefined;

  constructor(host: LeadHost) {
    this.host = host;
    this.tip.className = 'flow-tip';
    this.tip.setAttribute('aria-hidden', 'true');
    host.scroller.addEventListener('pointerdown', this.down);
    host.scroller.addEventListener('click', this.click, true);
  }

  destroy(): void {
    this.host.scroller.removeEventListener('pointerdown', this.down);
    this.host.scroller.removeEventListener('click', this.click, true);
    this.end();
  }

  private readonly down = (event: PointerEvent): void => {
    const handle = handleAt(event.target);
    if (handle === undefined || event.button !== 0 || event.pointerType === 'touch') return;
    event.preventDefault();
    this.handle = handle;
    this.isLed = false;
    this.from = { x: event.clientX, y: event.clientY };
    addEventListener('pointermove', this.move);
    addEventListener('pointerup', this.up);
    addEventListener('pointercancel', this.cancel);
    addEventListener('keydown', this.key, true);
  };

  private begin(): void {
    this.isLed = true;
    this.host.scroller.classList.add('is-leading');
    for (const element of this.host.paper.querySelectorAll<HTMLElement>('[data-node]')) {
      this.elements.set(element.dataset.node ?? '', element);
    }
    this.shield = raiseShield('leading');
    document.body.append(this.tip);
  }

  private readonly move = (event: PointerEvent): void => {
    const { handle } = this;
    if (handle === undefined) return;
    if (!this.isLed) {
      if (Math.hypot(event.clientX - this.from.x, event.clientY - this.from.y) < SLACK) return;
      this.begin();
    }
    const at = this.placeOf(event);
    this.draw(handle, at);
    this.aim(handle, at);
    this.tip.style.transform = `translate(${event.clientX + 14}px, ${event.clientY + 14}px)`;
    scrollAtEdge(this.host.scroller, event);
  };

  private placeOf({ clientX, clientY }: PointerEvent): Point {
    const box = this.host.paper.getBoundingClientRect();
    const scale = this.host.scale();
    return { x: (clientX - box.left) / scale, y: (clientY - box.top) / scale };
  }

  private draw(handle: Handle, at: Point): void {
    const fixed = this.host.fixed(handle);
    if (fixed === undefined) return;
    const isFrom = 'end' in handle && handle.end === 'from';
    const [a, b] = isFrom ? [at, fixed] : [fixed, at];
    const bend = Math.max(24, Math.abs(b.y - a.y) / 2);
    this.host.line.setAttribute('d', `M${a.x} ${a.y}C${a.x} ${a.y + bend} ${b.x} ${b.y - bend} ${b.x} ${b.y}`);
  }

  /** What is under the pointer: found among numbers, without asking the page where anything is. */
  private aim(handle: Handle, { x, y }: Point): void {
    const card = this.host
      .cards()
      .find(
        (one) =>
          x >= one.x - REACH && x <= one.x + one.width + REACH && y >= one.y - REACH && y <= one.y + one.height + REACH,
      );
    const key = card?.node.key;
    if (key === this.target?.key) return;
    this.target?.element.classList.remove('is-target', 'is-refused');
    const element = this.elements.get(key ?? '');
    this.target = undefined;
    this.tip.textContent = '';
    if (key === undefined || element === undefined) return;
    const why = this.host.refuses(handle, key);
    element.classList.add(why === undefined ? 'is-target' : 'is-refused');
    this.tip.textContent = why ?? '';
    this.target = { key, element, why };
  }

  private readonly up = (): void => {
    const { handle, target, isLed } = this;
    this.end();
    if (handle === undefined) return;
    if (!isLed) this.host.pressed(handle);
    else if (target !== undefined) this.host.dropped(handle, target.key);
  };
  private readonly cancel = (): void => this.end();
  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.end();
  };
  /** A press by key or finger asks too; the click that ends a press by the mouse has been answered. */
  private readonly click = (event: MouseEvent): void => {
    const handle = handleAt(event.target);
    if (handle === undefined) return;
    event.stopPropagation();
    const isByMouse = event.detail > 0 && (event as PointerEvent).pointerType !== 'touch';
    if (!isByMouse) this.host.pressed(handle);
  };

  private end(): void {
    removeEventListener('pointermove', this.move);
    removeEventListener('pointerup', this.up);
    removeEventListener('pointercancel', this.cancel);
    removeEventListener('keydown', this.key, true);
    this.target?.element.classList.remove('is-target', 'is-refused');
    this.host.scroller.classList.remove('is-leading');
    this.host.line.setAttribute('d', '');
    this.tip.remove();
    this.shield?.remove();
    this.tip.textContent = '';
    this.elements.clear();
    this.handle = undefined;
    this.target = undefined;
  }
}
