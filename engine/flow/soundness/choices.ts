/**
 * Runs a step again and again until every combination of answers to its questions has been given. A step asks few of
 * them: one condition group, one table, one count of rows.
 */
export class Choices {
  private script: number[] = [];
  private sizes: number[] = [];
  private at = 0;

  /** One of `count` answers, by its number. */
  choose(count: number): number {
    if (count <= 1) return 0;
    const answer = this.script[this.at] ?? 0;
    this.script[this.at] = answer;
    this.sizes[this.at] = count;
    this.at += 1;
    return answer;
  }

  /** Calls `once` for each combination; `most` bounds them. Answers whether all were given. */
  each(most: number, once: () => void): boolean {
    this.script = [];
    for (let round = 0; round < most; round += 1) {
      this.at = 0;
      once();
      this.script.length = this.at;
      while (this.script.length > 0) {
        const last = this.script.length - 1;
        const answer = this.script[last] ?? 0;
        if (answer + 1 < (this.sizes[last] ?? 0)) {
          this.script[last] = answer + 1;
          break;
        }
        this.script.pop();
      }
      if (this.script.length === 0) return true;
    }
    return false;
  }
}
