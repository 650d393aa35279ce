import type { CompiledCheck, Place, RowState, State } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { isEmpty } from '../fields/plain.ts';
import { localised } from '../messages.ts';
import { cellPath } from '../path.ts';
import type { CheckResult, CheckVerdict, FieldProblem, FormResult, Json, Right, Values, Verdict } from '../types.ts';
import { keyColumns } from './entered.ts';
import { isDropped, isWritable } from './right.ts';
import { enteredOf, storedOf, valueOf } from './stored.ts';

/** A state told as plain data. */

const isSubmit = ({ input }: State): boolean => input.mode === 'create' || input.mode === 'submit';

export const rowsOf = (state: State, table: string): readonly RowState[] => state.tables.get(table)?.rows ?? [];

/** A place with each row it has a value in; the record's own with none. */
export function* cells(state: State): Iterable<[Place, RowState | undefined]> {
  for (const place of state.compiled.places.values()) {
    if (place.table === undefined) yield [place, undefined];
    else for (const row of rowsOf(state, place.table)) yield [place, row];
  }
}

function valuesOf(state: State): Values {
  const values: Values = {};
  for (const { key, table } of state.compiled.places.values()) {
    if (table !== undefined) continue;
    values[key] = state.compiled.tables.has(key)
      ? rowsOf(state, key)
          .filter(({ kept }) => kept)
          .map((row) => ({ ...row.values }))
      : (state.facts[key] ?? null);
  }
  return values;
}

function rightsOf(state: State): Record<string, Right> {
  const rights: Record<string, Right> = Object.fromEntries(state.rights);
  for (const table of state.compiled.tables.keys()) {
    for (const row of rowsOf(state, table)) {
      for (const [key, right] of row.rights) {
        const path = `${table}.${key}`;
        if (rights[path] !== right) rights[cellPath(path, row.id)] = right;
      }
    }
  }
  return rights;
}

function allOptions(state: State): Record<string, string[]> {
  const options: Record<string, string[]> = {};
  for (const [path, keys] of state.options) options[path] = [...keys];
  for (const table of state.compiled.tables.keys()) {
    for (const row of rowsOf(state, table)) {
      for (const [key, keys] of row.options) options[cellPath(`${table}.${key}`, row.id)] = [...keys];
    }
  }
  return options;
}

/** Whether a check counts now: those of the submit do not stand in the way of a later change. */
function counts({ check }: CompiledCheck, state: State): boolean {
  return state.input.mode !== 'view' && (check.on === 'always' || isSubmit(state));
}

export function checkProblems(state: State): FieldProblem[] {
  return state.compiled.checks.flatMap((compiled) => {
    const { check, index } = compiled;
    if (!check.refuse || !state.checks[index] || !counts(compiled, state)) return [];
    const path = check.at ?? '';
    return [{ code: 'check', path, field: path, message: localised(check.refuse), params: { check: check.key } }];
  });
}

/** Rows move: where a problem stands is told when it is asked for. */
export function rowProblems(row: RowState, column: string): FieldProblem[] {
  return (row.problems.get(column) ?? []).map((one) => ({
    ...one,
    path: one.field.replace('.', `[${row.index}].`),
  }));
}

/** In the order of the form, rows in theirs; what has no place comes first, what checks say last. */
export function allProblems(state: State): FieldProblem[] {
  const problems: FieldProblem[] = [...state.strays];
  for (const { key, path, table } of state.compiled.places.values()) {
    if (table !== undefined) continue;
    const own = state.problems.get(path);
    if (own !== undefined && own.length > 0) problems.push(...own);
    const columns = state.compiled.tables.get(key)?.columns;
    if (columns === undefined) continue;
    for (const row of rowsOf(state, key)) {
      if (row.problems.size > 0) for (const column of columns.keys()) problems.push(...rowProblems(row, column));
    }
  }
  return [...problems, ...checkProblems(state)];
}

const severityOf = ({ check }: CompiledCheck): CheckResult['severity'] =>
  check.refuse ? 'refuse' : check.warn ? 'warn' : 'criterion';

function verdictOn(compiled: CompiledCheck, state: State): CheckVerdict {
  const { check, index } = compiled;
  const holds = state.checks[index] === true;
  const message = check.refuse ?? check.warn;
  return {
    key: check.key,
    label: check.label ?? message ?? check.key,
    holds,
    refuses: holds && check.refuse !== undefined && counts(compiled, state),
    ...(message ? { message } : {}),
    severity: severityOf(compiled),
    ...(check.at ? { at: check.at } : {}),
    reviewer: check.show === 'reviewer',
  };
}

export function checkResults(state: State): CheckResult[] {
  return state.compiled.checks.map((compiled) => ({
    ...verdictOn(compiled, state),
    trace: compiled.when.explain(state, undefined),
  }));
}

export function verdictOf(state: State): Verdict {
  return {
    values: valuesOf(state),
    problems: allProblems(state),
    checks: state.compiled.checks.map((compiled) => verdictOn(compiled, state)),
    ignored: () => ignoredOf(state),
  };
}

function droppedOf(state: State): string[] {
  const dropped: string[] = [];
  for (const [place, row] of cells(state)) {
    if (!isDropped(place, state, row)) continue;
    const had = enteredOf(place, state, row)?.value ?? storedOf(place, state, row) ?? null;
    const rows = state.compiled.tables.has(place.path) ? state.tables.get(place.key) : undefined;
    const hadRows = rows !== undefined && (rows.order ?? rows.beforeOrder).length > 0;
    if (!isEmpty(had) || hadRows) dropped.push(cellPath(place.path, row?.id));
  }
  return dropped;
}

/** What was sent, says something else than what is stored, and was not this actor's to say. */
function ignoredOf(state: State): string[] {
  const ignored = new Set<string>();
  for (const [place, row] of cells(state)) {
    const entered = enteredOf(place, state, row);
    if (!entered || isWritable(place, state, row)) continue;
    if (place.table !== undefined && keyColumns(state.compiled, place.table).has(place.key)) continue;
    if (state.compiled.tables.has(place.path)) continue;
    // A row that was taken out of a table that became read-only stands there again, but is not sent.
    const order = place.table === undefined ? undefined : state.tables.get(place.table)?.order;
    if (row && order !== undefined && !order.includes(row.id)) continue;
    const same: boolean = sameJson(entered.value, valueOf(place, state, row) as Json);
    if (!same) ignored.add(place.path);
  }
  return [...ignored];
}

export function resultOf(state: State): FormResult {
  return {
    values: valuesOf(state),
    rights: rightsOf(state),
    sections: Object.fromEntries(state.sections),
    options: allOptions(state),
    problems: allProblems(state),
    checks: checkResults(state),
    dropped: droppedOf(state),
    ignored: ignoredOf(state),
  };
}
