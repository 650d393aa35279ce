import type { Place, RowState, State, Table } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { isEmpty } from '../fields/plain.ts';
import { localised, messageFor } from '../messages.ts';
import { own } from '../scope.ts';
import type { Fault, FieldProblem, Json } from '../types.ts';
import { existsAsked } from './exists.ts';
import { isDropped, isWritable, optionsOf, rightOf } from './right.ts';
import { enteredOf, hasChanged, storedOf, valueOf } from './stored.ts';

/** What is wrong with one value. */

function problem(fault: Fault, place: Place, row: RowState | undefined): FieldProblem {
  const { code, params } = fault;
  const message = fault.message ? localised(fault.message) : messageFor(code, params);
  const base = { code, field: place.path, message, ...(params ? { params } : {}) };
  if (!row) return { ...base, path: place.path };
  return { ...base, path: `${place.table}[${row.index}].${place.key}`, rowId: row.id };
}

const isSubmit = (state: State): boolean => state.input.mode === 'create' || state.input.mode === 'submit';

/** A person can fill in only what is open to them; what nobody types has to be there at submit if the definition says so. */
function isDemanded(place: Place, state: State, row: RowState | undefined): boolean {
  const right = rightOf(place, state, row);
  if (right === 'require') return true;
  if (!place.field.required || place.type.derived) return false;
  return isWritable(place, state, row) || (isSubmit(state) && !place.typed);
}

/** At submit everything is judged. A later change answers for what it touches or could touch, not for others' old values. */
function isJudged(place: Place, state: State, row: RowState | undefined): boolean {
  return isSubmit(state) || isWritable(place, state, row) || hasChanged(place, state, row);
}

function faultOf(place: Place, value: Json, state: State, row: RowState | undefined): Fault | undefined {
  const options = optionsOf(place, state, row);
  const stored = storedOf(place, state, row);
  const fault = place.type.validate(value, place.field, {
    timeZone: state.env.timeZone,
    ...(place.min ? { min: place.min.evaluate(state, row) } : {}),
    ...(place.max ? { max: place.max.evaluate(state, row) } : {}),
    ...(options ? { options } : {}),
    ...(stored === undefined ? {} : { stored }),
  });
  // An option that the form has lost stays chosen where it was: nobody is kept from changing something else.
  const isKept =
    fault?.code === 'not_an_option' && options === undefined && stored !== undefined && sameJson(stored, value);
  return (isKept ? undefined : fault) ?? missing(place, state, row);
}

function missing(place: Place, state: State, row: RowState | undefined): Fault | undefined {
  const answers = state.input.exists;
  if (!answers) return undefined;
  for (const { id, kind } of existsAsked(place, state, row)) {
    if (Object.hasOwn(answers, id) && !answers[id]) return { code: kind === 'file' ? 'file_not_found' : 'not_found' };
  }
  return undefined;
}

/** The lookup that found nothing speaks at the first field it was asked by. */
function lookupFault(place: Place, state: State): Fault | undefined {
  for (const { key, lookup } of state.compiled.lookups.values()) {
    if (lookup.on[0] !== place.key || place.table !== undefined || lookup.missing !== 'refuse') continue;
    const found = state.lookups.get(key);
    if (found?.status !== 'missing') continue;
    const message = lookup.message ?? found.message;
    return { code: 'lookup_not_found', ...(message ? { message } : {}) };
  }
  return undefined;
}

export function judge(place: Place, state: State, row: RowState | undefined): FieldProblem[] {
  if (state.input.mode === 'view' || row?.kept === false || isDropped(place, state, row)) return [];
  const writable = isWritable(place, state, row);
  if (writable && enteredOf(place, state, row)?.mismatch) {
    return [problem({ code: place.type.mismatch }, place, row)];
  }
  const value = valueOf(place, state, row);
  if (isEmpty(value)) return isDemanded(place, state, row) ? [problem({ code: 'required' }, place, row)] : [];
  if (!isJudged(place, state, row)) return [];
  const fault = faultOf(place, value, state, row) ?? lookupFault(place, state);
  return fault ? [problem(fault, place, row)] : [];
}

/** Two rows that are the same where they may not be; empty cells are alike to nothing. */
function duplicates(table: Table, rows: readonly RowState[]): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const columns of table.field.uniqueRows ?? []) {
    const first = new Map<string, RowState>();
    const place = table.columns.get(columns[0] ?? '');
    for (const row of rows) {
      const cells = columns.map((key) => own(row.values, key) ?? null);
      if (!place || cells.some(isEmpty)) continue;
      const text = JSON.stringify(cells);
      const earlier = first.get(text);
      if (earlier) problems.push(problem({ code: 'duplicate_rows', params: { row: earlier.index + 1 } }, place, row));
      else first.set(text, row);
    }
  }
  return problems;
}

export function judgeTable(table: Table, state: State): FieldProblem[] {
  const { place } = table;
  if (state.input.mode === 'view' || isDropped(place, state, undefined)) return [];
  if (state.entered.get(place.key)?.mismatch && isWritable(place, state, undefined)) {
    return [problem({ code: 'wrong_type' }, place, undefined)];
  }
  const rows = (state.tables.get(place.key)?.rows ?? []).filter(({ kept }) => kept);
  if (rows.length === 0 && isDemanded(place, state, undefined)) {
    return [problem({ code: 'required' }, place, undefined)];
  }
  if (!isSubmit(state) && !arranged(table, state)) return duplicates(table, rows);
  const fault = place.type.validate(
    rows.map(({ values }) => values),
    table.field,
    { timeZone: state.env.timeZone },
  );
  return [...(fault ? [problem(fault, place, undefined)] : []), ...duplicates(table, rows)];
}

function arranged(table: Table, state: State): boolean {
  const tableState = state.tables.get(table.place.key);
  return !sameJson(tableState?.rows.map(({ id }) => id) ?? [], tableState?.beforeOrder ?? []);
}
