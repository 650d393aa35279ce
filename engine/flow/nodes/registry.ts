import type { FlowNode } from '../../definition/types.generated.ts';
import { action } from './action.ts';
import { approve } from './approve.ts';
import { end } from './end.ts';
import { exclusive } from './exclusive.ts';
import { handle } from './handle.ts';
import { join } from './join.ts';
import { parallel } from './parallel.ts';
import { rule } from './rule.ts';
import { start } from './start.ts';
import type { NodeType } from './type.ts';
import { wait } from './wait.ts';

/** One line for each node type. */
export const nodeTypes: Record<FlowNode['type'], NodeType> = {
  start,
  approve,
  handle,
  exclusive,
  parallel,
  join,
  action,
  rule,
  wait,
  end,
};
