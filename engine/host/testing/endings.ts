import { afterAll } from 'vitest';

const endings: (() => Promise<unknown>)[] = [];

/**
 * Done when the calling test file is through, the last one first. Unlike `afterAll` it may be called from within `beforeAll`
 * or a test, whose `afterAll` nobody runs: what they had started went on beside the files after them.
 */
export function atEnd(ending: () => Promise<unknown>): void {
  endings.push(ending);
}

/** Named as a set-up file of the tests, which each file runs first: what a file ends by itself is over by then. */
export function endWithFile(): void {
  afterAll(async () => {
    for (const ending of endings.splice(0).reverse()) await ending();
  });
}
