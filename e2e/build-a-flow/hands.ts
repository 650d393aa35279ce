import { Hand } from '../build-an-app/hand.ts';
import { Keys } from '../build-an-app/keys.ts';

/** What is done on the canvas of a flow, in the way of the one who does it. */
export interface OnCanvas {
  /** Goes to a step or a branch, so that what is done next is done to it. */
  step(id: string): Promise<void>;
  /** The list of steps that can be put behind this one. */
  addAfter(key: string): Promise<void>;
}

export class FlowHand extends Hand implements OnCanvas {
  step(id: string): Promise<void> {
    return this.click(this.page.locator(`.flow-stage [data-id="${id}"]`));
  }
  addAfter(key: string): Promise<void> {
    return this.click(this.page.locator(`.flow-stage [data-after="${key}"]`).first());
  }
}

/** Runs in the page: the arrow that leads nearer, up and down first, as people look. */
function towards(target: Element): string {
  const [here, there] = [document.activeElement?.getBoundingClientRect(), target.getBoundingClientRect()];
  if (here === undefined) return 'Home';
  const middle = (box: DOMRect) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  const [a, b] = [middle(here), middle(there)];
  if (Math.abs(b.y - a.y) > 12) return b.y > a.y ? 'ArrowDown' : 'ArrowUp';
  return b.x > a.x ? 'ArrowRight' : 'ArrowLeft';
}

/** Nobody walks further on a canvas. */
const MOST_STEPS = 40;

export class FlowKeys extends Keys implements OnCanvas {
  /** The canvas is one stop of the Tab key; arrows walk in it. */
  async step(id: string): Promise<void> {
    this.note(`go to ${id}`);
    const target = this.page.locator(`.flow-stage [data-id="${id}"]`);
    await target.waitFor();
    const isOnCanvas = await this.page.evaluate(
      () => document.activeElement?.closest('.flow-stage [data-id]') !== null,
    );
    if (!isOnCanvas) await this.go(this.page.locator('.flow-stage [data-id][tabindex="0"]'));
    for (let turn = 0; turn < MOST_STEPS; turn += 1) {
      if (await this.has(target)) return;
      await this.stroke(await target.evaluate(towards));
    }
    throw new Error(`${id} is not reached with the arrows.`);
  }
  async addAfter(key: string): Promise<void> {
    const isNode = (await this.page.locator(`[data-id="node:${key}"]`).count()) > 0;
    await this.step(`${isNode ? 'node' : 'edge'}:${key}`);
    await this.press('+');
  }
}
