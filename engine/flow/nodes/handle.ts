import type { NodeType } from './type.ts';
import { work } from './work.ts';

/** A piece of work: the first who completes it has done it for all. */
export const handle: NodeType = work;
