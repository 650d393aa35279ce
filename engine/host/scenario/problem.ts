import type { Refusal } from '../door/index.ts';
import type { Mismatch } from './expect.ts';

/** A step that did not go as told. */
export class StoryProblem extends Error {
  readonly mismatches: readonly Mismatch[];
  /** What the door said to it. */
  readonly refusal: Refusal | undefined;

  constructor(message: string, mismatches: readonly Mismatch[] = [], refusal?: Refusal) {
    super(message);
    this.refusal = refusal;
    this.name = 'StoryProblem';
    this.mismatches = mismatches;
  }
}
