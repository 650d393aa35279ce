import type { Cell, Program, Step } from './model.ts';

/** Puts steps after what they read. Rings that cannot be put in order are named. */
export function orderSteps(steps: readonly Step[]): { program: Program; rings: Cell[][] } {
  const byCell = new Map(steps.map((step) => [step.cell, step]));
  const ordered: Step[] = [];
  const rings: Cell[][] = [];
  const status = new Map<Cell, 'open' | 'done'>();
  const trail: Cell[] = [];

  const visit = (step: Step): void => {
    status.set(step.cell, 'open');
    trail.push(step.cell);
    for (const { cell } of step.reads) {
      const next = byCell.get(cell);
      if (!next || status.get(cell) === 'done') continue;
      if (status.get(cell) === 'open') rings.push(trail.slice(trail.indexOf(cell)));
      else visit(next);
    }
    trail.pop();
    status.set(step.cell, 'done');
    ordered.push(step);
  };
  for (const step of steps) if (!status.has(step.cell)) visit(step);
  return { program: link(ordered), rings };
}

function link(steps: readonly Step[]): Program {
  const stepOf = new Map(steps.map((step, position) => [step.cell, position]));
  const readers = new Map<Cell, { step: number; sameRow: boolean }[]>();
  steps.forEach((step, position) => {
    for (const { cell, sameRow } of step.reads) {
      const source = stepOf.get(cell);
      // In a ring the step before is not asked again: it would never end.
      if (source === undefined || source >= position) continue;
      const list = readers.get(cell) ?? [];
      list.push({ step: position, sameRow });
      readers.set(cell, list);
    }
  });
  return { steps, readers, stepOf };
}
