import { loadApp, type Problem } from '../index.ts';
import { asFiles, claimsFiles } from './claims.ts';

export type Edit = (files: ReturnType<typeof claimsFiles>) => void;

export function problemsOf(edit: Edit): Problem[] {
  const files = claimsFiles();
  edit(files);
  return loadApp(asFiles(files)).problems;
}

/** Puts a value at a JSON pointer of a file; undefined takes it away. */
export function put(file: string, pointer: string, value: unknown): Edit {
  return (files) => {
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() ?? '';
    let holder = files[file] as Record<string, unknown>;
    for (const step of steps) holder = holder[step] as Record<string, unknown>;
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  };
}

export const CLAIM = 'forms/claim.json';
export const FLOW = 'flows/approval.json';
export const BOARD = 'reports/overview.json';

/** A mistake, and what has to be said of it. */
export interface Case {
  what: string;
  edit: Edit;
  code: string;
  file: string;
  path: string;
  cure: string;
}

export function found(problems: readonly Problem[], wanted: Case): Problem | undefined {
  return problems.find(
    (problem) => problem.code === wanted.code && problem.file === wanted.file && problem.path.startsWith(wanted.path),
  );
}
