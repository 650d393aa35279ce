import { parallel } from './parallel.ts';

/** Every way whose condition holds, or the default: a parallel of which the definition says that not all need run. */
export const inclusive = parallel;
