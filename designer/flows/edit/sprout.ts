import type { FlowDefinition } from '../../../engine/definition/index.ts';
import { type Choice, connect } from './connect.ts';
import { type Outcome, refuse } from './edit.ts';
import { spotOf } from './spot.ts';

/** Where what hangs on a step by a way of its own goes on: where branches meet, where the step's usual way goes, or to an end. */
function onwardOf(flow: FlowDefinition, from: string): string | undefined {
  const spot = spotOf(flow, from);
  const own = spot?.step.join?.key ?? spot?.onward[0]?.to;
  return own === undefined || own === from ? flow.nodes.find(({ type }) => type === 'end')?.key : own;
}

/**
 * Something new behind a step, on one of `choicesFrom`: onto the way that there is on it, else onto one that is drawn for
 * it. `put` is told the way.
 */
export function sprout(
  flow: FlowDefinition,
  from: string,
  choice: Choice,
  put: (flow: FlowDefinition, slot: readonly string[]) => Outcome,
): Outcome {
  if (choice.how === 'instead' && choice.edge !== undefined) return put(flow, [choice.edge]);
  const to = onwardOf(flow, from);
  if (to === undefined || choice.how === 'jump') return refuse('leads_nowhere');
  const drawn = connect(flow, from, to, choice);
  if ('refused' in drawn) return drawn;
  const [edge = ''] = drawn.selection;
  return put(drawn.flow, [edge.slice('edge:'.length)]);
}
