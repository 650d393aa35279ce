/**
 * So many at once; the others wait in the order they came. Commands have half of the pool's connections between them: more
 * backends at work than that cost PostgreSQL an eighth more for the same commands, and whoever reads finds a connection
 * however many commands there are. What a command asks beside its own transaction does not wait here.
 */
export class Lanes {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = Math.max(1, most);
  }

  /** Undefined: there is nothing to wait for. */
  enter(): Promise<void> | undefined {
    if (this.#free > 0) {
      this.#free -= 1;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
