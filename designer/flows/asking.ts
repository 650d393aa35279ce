import { nextTick, shallowRef } from 'vue';
import type { Tool } from './canvas/ground.ts';
import { reveal } from './canvas/reveal.ts';
import type { Fragment } from './edit/fragment.ts';
import type { Linking } from './links.ts';
import type { Staffing } from './proof/prover.ts';

/** What the designer of a flow is in the middle of: what it asks, what it says, where the keyboard stands. Nothing of it is saved. */
export class Asking {
  /** What the keyboard stands on. */
  readonly current = shallowRef('');
  /** For whoever does not see it. */
  readonly said = shallowRef('');
  /** Why the last thing could not be done; gone with the next one. */
  readonly refusal = shallowRef('');
  /** Edges of a slot that something is being added to, or moved to. */
  readonly adding = shallowRef<readonly string[]>();
  readonly naming = shallowRef<string>();
  /** Steps that are looking for a new place by keyboard or finger. */
  readonly moving = shallowRef<readonly string[]>();
  /** A line that is being led somewhere by typing. */
  readonly linking = shallowRef<Linking>();
  /** A line that has just been drawn, and whose condition is still to be said. */
  readonly undecided = shallowRef<string>();
  /** A line that leads to something new: its condition is asked once that has its name. */
  readonly unsaid = shallowRef<string>();
  /** What drawing on empty ground does. */
  readonly tool = shallowRef<Tool>('hand');
  readonly clipboard = shallowRef<Fragment>();
  /** A way through the flow that shows a fault, by keys of edges. */
  readonly lit = shallowRef<ReadonlySet<string>>(new Set());
  /** Who holds which role now, once that is known. */
  readonly staffing = shallowRef<Staffing>();
  /** Keys of states that are in use in the published version: they stay. */
  readonly published = shallowRef<ReadonlySet<string>>(new Set());

  say(words: string): void {
    this.refusal.value = '';
    // The same words again are said again.
    this.said.value = this.said.value === words ? `${words}\u00a0` : words;
  }
  refuse(words: string): void {
    this.say(words);
    this.refusal.value = words;
  }
  /** Where something is being put in. */
  ask(slot: readonly string[] | undefined): void {
    this.adding.value = slot;
  }
  startNaming(key: string): void {
    this.naming.value = key;
  }
  stopNaming(): void {
    this.naming.value = undefined;
  }
  startMoving(keys: readonly string[] | undefined): void {
    this.moving.value = keys;
  }
  startLinking(linking: Linking | undefined): void {
    this.linking.value = linking;
  }
  askCondition(edge: string | undefined): void {
    this.undecided.value = edge;
  }
  askLater(edge: string | undefined): void {
    this.unsaid.value = edge;
  }
  keep(fragment: Fragment): void {
    this.clipboard.value = fragment;
  }
  take(tool: Tool): void {
    this.tool.value = tool;
  }
  stand(id: string): void {
    this.current.value = id;
  }
  light(edges: readonly string[]): void {
    this.lit.value = new Set(edges);
  }

  /** Puts the keyboard on what is current, once it is drawn. */
  async focus(id = this.current.value): Promise<void> {
    await nextTick();
    const element = document.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
    if (element === null) return;
    element.focus({ preventScroll: true });
    reveal(element, 'nearest');
  }
}
