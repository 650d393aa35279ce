import type { DepartmentView } from '../../engine/wire/design.ts';

export interface DepartmentLine {
  department: DepartmentView;
  depth: number;
}

/** Each below the one it belongs to. One whose upper ones go round in a ring stands at the top, so that it can be mended. */
export function inOrder(departments: readonly DepartmentView[]): DepartmentLine[] {
  const known = new Set(departments.map(({ key }) => key));
  const lines: DepartmentLine[] = [];
  const placed = new Set<string>();
  const place = (department: DepartmentView, depth: number): void => {
    if (placed.has(department.key)) return;
    placed.add(department.key);
    lines.push({ department, depth });
    for (const below of departments) if (below.parent === department.key) place(below, depth + 1);
  };
  for (const one of departments) if (one.parent === null || !known.has(one.parent)) place(one, 0);
  for (const one of departments) place(one, 0);
  return lines;
}

/** It and all below it: none of them can stand above it. */
export function withBelow(departments: readonly DepartmentView[], key: string): Set<string> {
  const found = new Set([key]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const { key: below, parent } of departments) if (parent !== null && found.has(parent)) found.add(below);
  }
  return found;
}
