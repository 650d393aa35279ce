import type { Box } from '../../../engine/flow/layout/picture.ts';

export type MarkTone = 'place' | 'target' | 'refused';

/** What is drawn while something is in hand, above the window onto the paper and cut at its rim. */
export interface Pane {
  element: HTMLElement;
  /** Marks what is under the pointer by one thing that moves about: the card or the place itself is not drawn anew. */
  mark(box: Box | undefined, tone?: MarkTone): void;
  remove(): void;
}

const part = (name: string): HTMLElement => {
  const element = document.createElement('div');
  element.className = name;
  return element;
};

/** Finding what is under the pointer among a thousand elements, and drawing each as hovered, would cost more than the drag. */
export function raisePane(name: string, window: DOMRect): Pane {
  const [shield, element, mark] = [part(`flow-shield ${name}`), part('flow-pane-over'), part('flow-mark')];
  element.setAttribute('aria-hidden', 'true');
  element.style.cssText = `left:${window.left}px;top:${window.top}px;width:${window.width}px;height:${window.height}px`;
  element.append(mark);
  document.body.append(shield, element);
  return {
    element,
    mark(box, tone = 'target') {
      mark.className = box === undefined ? 'flow-mark' : `flow-mark ${tone}`;
      if (box === undefined) return;
      mark.style.width = `${box.width}px`;
      mark.style.height = `${box.height}px`;
      mark.style.transform = `translate(${box.x - window.left}px, ${box.y - window.top}px)`;
    },
    remove() {
      shield.remove();
      element.remove();
    },
  };
}
