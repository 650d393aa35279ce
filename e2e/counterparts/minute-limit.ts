/** So many in any 60 seconds, as the IM robots count. */
export class MinuteLimit {
  private taken: number[] = [];
  private readonly limit: number;
  private readonly now: () => Date;

  constructor(limit: number, now: () => Date) {
    this.limit = limit;
    this.now = now;
  }

  take(): boolean {
    const time = this.now().getTime();
    this.taken = this.taken.filter((at) => time - at < 60_000);
    if (this.taken.length >= this.limit) return false;
    this.taken.push(time);
    return true;
  }

  clear(): void {
    this.taken = [];
  }
}
