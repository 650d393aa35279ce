import type { FlowNode } from '../../definition/types.generated.ts';
import { action } from './action.ts';
import { approve } from './approve.ts';
import { cc } from './cc.ts';
import { end } from './end.ts';
import { exclusive } from './exclusive.ts';
import { foreach } from './foreach.ts';
import { handle } from './handle.ts';
import { inclusive } from './inclusive.ts';
import { join } from './join.ts';
import { parallel } from './parallel.ts';
import { route } from './route.ts';
import { rule } from './rule.ts';
import { start } from './start.ts';
import { subflow } from './subflow.ts';
import { timer } from './timer.ts';
import type { NodeType } from './type.ts';
import { wait } from './wait.ts';

/** One line for each node type. */
export const nodeTypes: Record<FlowNode['type'], NodeType> = {
  start,
  approve,
  handle,
  exclusive,
  parallel,
  inclusive,
  foreach,
  join,
  action,
  rule,
  wait,
  timer,
  subflow,
  cc,
  route,
  end,
};
