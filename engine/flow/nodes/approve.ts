import type { NodeType } from './type.ts';
import { work } from './work.ts';

/** A decision: approved, rejected, or an outcome of the node's own; by any or by all. */
export const approve: NodeType = work;
