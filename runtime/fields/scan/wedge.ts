/** Scanners type 5 to 30 ms a key; nobody types several keys in a row with less than this between them. */
const gap = 50;
/** Shorter bursts are people who strike two keys at once. */
const shortest = 4;
const longest = 4000;

/**
 * Tells a scanner that types from a person, by the rhythm alone. Keys as they come, with the time of each in
 * milliseconds; gives the code when the key that ends it comes.
 */
export class WedgeReader {
  #code = '';
  #last = Number.NEGATIVE_INFINITY;

  /** `burst`: this key belongs to one, so that it must do nothing else. `code`: what was scanned, now that it is whole. */
  key(name: string, at: number): { burst: boolean; code?: string } {
    const isQuick = at - this.#last <= gap;
    this.#last = at;
    if (name === 'Enter' || name === 'Tab') {
      const code = isQuick ? this.#code : '';
      this.#code = '';
      return code.length >= shortest ? { burst: true, code } : { burst: false };
    }
    // Shift and the like stand between the signs of a code.
    if ([...name].length !== 1) return { burst: false };
    this.#code = (isQuick ? this.#code + name : name).slice(0, longest);
    return { burst: isQuick && this.#code.length > 1 };
  }
}
