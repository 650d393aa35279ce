import { describe, inject } from 'vitest';

/** `describe` for what needs a browser: skipped where none starts, which the run has said in plain words before. */
export const describeInBrowser: typeof describe.skip = describe.skipIf(inject('noBrowser') !== '');
