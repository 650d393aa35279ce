/**
 * Works whenever it is woken, and looks by itself every `pollMs` in case a wake was lost. Never twice at once in this
 * process; other processes are kept apart by what they claim.
 */
export class Loop {
  readonly #work: (isStopped: () => boolean) => Promise<unknown>;
  readonly #pollMs: number;
  readonly #log: (line: string) => void;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = true;

  /** `work` that takes long asks between its parts whether it is to end: what is left waits for the next start. */
  constructor(work: (isStopped: () => boolean) => Promise<unknown>, pollMs: number, log: (line: string) => void) {
    this.#work = work;
    this.#pollMs = pollMs;
    this.#log = log;
  }

  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#running ??= this.#run();
  }

  /** Resolves when what was begun is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isWoken && !this.#isStopped) {
      this.#isWoken = false;
      try {
        await this.#work(() => this.#isStopped);
      } catch (cause) {
        this.#log(
          `Background work failed and is tried again: ${cause instanceof Error ? cause.message : String(cause)}`,
        );
      }
    }
    this.#running = undefined;
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), this.#pollMs);
    this.#timer.unref();
  }
}
