/**
 * Lies above everything while something is in hand: finding what is under the pointer among a thousand elements, and
 * drawing each as hovered, would cost more than the drag.
 */
export function raiseShield(name: string): HTMLElement {
  const shield = document.createElement('div');
  shield.className = `flow-shield ${name}`;
  document.body.append(shield);
  return shield;
}
