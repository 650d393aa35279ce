import type { Mismatch } from './expect.ts';

/** A step that did not go as told. */
export class StoryProblem extends Error {
  readonly mismatches: readonly Mismatch[];

  constructor(message: string, mismatches: readonly Mismatch[] = []) {
    super(message);
    this.name = 'StoryProblem';
    this.mismatches = mismatches;
  }
}
