/** The host's only clock: stories and tests bring their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #at: Date;

  constructor(at: string | Date) {
    this.#at = new Date(at);
  }

  now(): Date {
    return new Date(this.#at);
  }

  moveTo(at: Date): void {
    this.#at = new Date(at);
  }
}
