import type { FlowState as StateDefinition } from '../../definition/index.ts';
import type { PortalRecord } from '../../wire.ts';

type Step = PortalRecord['steps'][number];

export interface Course {
  /** States that a node of the flow stands for: any other step lies before the flow, as filling in does. */
  stood: ReadonlySet<string>;
  /** States that the case has been in. */
  been: ReadonlySet<string>;
  /** States that it may still come to, as far as is known. */
  ahead: ReadonlySet<string>;
  isOver: boolean;
}

/**
 * The line above the state page: what was gone through, where it stands, what is to come, and what this case has no need
 * of. What is over ends where it ended.
 */
export function stepsOf(
  states: readonly StateDefinition[],
  now: StateDefinition | undefined,
  course: Course,
  textOf: (label: StateDefinition['label']) => string,
): Step[] {
  // Given up on the way: it went none of the steps that are left.
  if (course.isOver && now?.step === undefined) return [];
  const steps = new Map<string, string[]>();
  for (const { key, step } of states) {
    if (step === undefined) continue;
    const label = textOf(step);
    steps.set(label, [...(steps.get(label) ?? []), key]);
  }
  const labels = [...steps.keys()];
  const current = now?.step === undefined ? -1 : labels.indexOf(textOf(now.step));
  const shown = course.isOver ? labels.slice(0, current + 1) : labels;
  return shown.map((label, position) => ({
    label,
    status: statusOf(steps.get(label) ?? [], position - current, course),
  }));
}

/** `distance`: how many steps behind where it stands now; below zero: before it. */
function statusOf(states: readonly string[], distance: number, course: Course): Step['status'] {
  if (distance === 0) return course.isOver ? 'done' : 'current';
  const isBehind = !states.some((state) => course.stood.has(state)) || states.some((state) => course.been.has(state));
  if (distance < 0 && isBehind) return 'done';
  return states.some((state) => course.ahead.has(state)) ? 'todo' : 'skipped';
}
