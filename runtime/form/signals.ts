import { type ShallowRef, shallowRef } from 'vue';

/** One small signal for each thing that is on the screen: a keystroke draws again only what it changed. */
export class Signals {
  readonly #signals = new Map<string, ShallowRef<number>>();

  /** Called while drawing: what is read here is drawn again when it changes. */
  track(path: string): void {
    let signal = this.#signals.get(path);
    if (signal === undefined) {
      signal = shallowRef(0);
      this.#signals.set(path, signal);
    }
    void signal.value;
  }

  bump(path: string): void {
    const signal = this.#signals.get(path);
    if (signal !== undefined) signal.value += 1;
  }

  bumpAll(): void {
    for (const signal of this.#signals.values()) signal.value += 1;
  }
}
