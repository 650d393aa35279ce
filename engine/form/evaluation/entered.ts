import type { CompiledForm, Entered, Place, State, TableState } from '../compile/model.ts';
import { isUuid } from '../fields/plain.ts';
import { messageFor } from '../messages.ts';
import { own } from '../scope.ts';
import type { FieldProblem, FormContext, Json, Values } from '../types.ts';

/** Deeper or longer than any form has; what is beyond is not looked at. */
const mostNames = 2000;
const longestName = 100;

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export function readEntered(place: Place, raw: unknown, context: FormContext): Entered {
  if (raw === null || raw === undefined) return { raw, value: emptyJson(place), mismatch: false };
  const value = place.type.normalise(raw, place.field, context);
  return { raw, value: value === undefined ? emptyJson(place) : value, mismatch: value === undefined };
}

const emptyJson = (place: Place): Json => (Array.isArray(place.type.emptyValue) ? [] : place.type.emptyValue);

export function problemAt(
  code: string,
  place: { path: string; field: string; rowId?: string },
  params?: FieldProblem['params'],
): FieldProblem {
  return { code, ...place, message: messageFor(code, params), ...(params ? { params } : {}) };
}

function stray(name: string, prefix: string): FieldProblem {
  const short = name.slice(0, longestName);
  return problemAt('unknown_field', { path: prefix + short, field: prefix + short }, { name: short });
}

function emptyTable(): TableState {
  return {
    rows: [],
    byId: new Map(),
    entered: new Map(),
    before: new Map(),
    beforeOrder: [],
    lookupIds: new Map(),
  };
}

/** Rows with their ids, in order; rows without one get one. */
function rowsById(rows: Json | undefined, newId: () => string): { order: string[]; rows: Map<string, Values> } {
  const byId = new Map<string, Values>();
  if (!Array.isArray(rows)) return { order: [], rows: byId };
  for (const row of rows) {
    if (!isObject(row)) continue;
    const id = own(row as Values, 'id');
    byId.set(typeof id === 'string' ? id : newId(), row as Values);
  }
  return { order: [...byId.keys()], rows: byId };
}

function readRow(state: State, table: string, raw: unknown, position: number): void {
  const compiled = state.compiled.tables.get(table);
  const tableState = state.tables.get(table);
  if (!compiled || !tableState) return;
  const at = `${table}[${position}]`;
  if (!isObject(raw)) {
    state.strays.push(problemAt('wrong_type', { path: at, field: table }));
    return;
  }
  const given = Object.hasOwn(raw, 'id') ? raw['id'] : undefined;
  const isNew = given === undefined || given === null;
  const id = isNew ? state.input.newId() : given;
  if (typeof id !== 'string' || !isUuid(id) || tableState.entered.has(id)) {
    state.strays.push(problemAt('row_id', { path: `${at}.id`, field: table }));
    return;
  }
  const cells = new Map<string, Entered>();
  for (const name of Object.keys(raw).slice(0, mostNames)) {
    const column = compiled.columns.get(name);
    if (column) cells.set(name, readEntered(column, raw[name], state.compiled.context));
    else if (name !== 'id') state.strays.push(stray(name, `${at}.`));
  }
  tableState.entered.set(id, cells);
  tableState.order = [...(tableState.order ?? []), id];
}

function readTable(state: State, table: string, raw: unknown): void {
  const place = state.compiled.places.get(table);
  const tableState = state.tables.get(table);
  if (!place || !tableState) return;
  const rows = place.type.normalise(raw ?? null, place.field, state.compiled.context);
  const entered: Entered = { raw, value: [], mismatch: rows === undefined };
  state.entered.set(table, entered);
  tableState.order = [];
  if (Array.isArray(rows)) rows.forEach((row, position) => readRow(state, table, row, position));
}

/** Takes in what was sent: every known name made canonical, every other one noted. */
export function readInput(state: State): void {
  const { compiled, input } = state;
  for (const table of compiled.tables.keys()) {
    const fresh = emptyTable();
    const before = rowsById(own(input.before, table), input.newId);
    fresh.before = before.rows;
    fresh.beforeOrder = before.order;
    const assigned = own(input.assigned, table);
    if (assigned !== undefined) fresh.assigned = rowsById(assigned, input.newId);
    state.tables.set(table, fresh);
  }
  const sent: { [key: string]: unknown } = input.values;
  for (const name of Object.keys(sent).slice(0, mostNames)) {
    const place = compiled.places.get(name);
    if (!place || place.table !== undefined) state.strays.push(stray(name, ''));
    else if (compiled.tables.has(name)) readTable(state, name, sent[name]);
    else state.entered.set(name, readEntered(place, sent[name], compiled.context));
  }
}

/** Column places that hold the key by which a lookup finds its rows again. */
export function keyColumns(compiled: CompiledForm, table: string): Set<string> {
  const keys = compiled.tables.get(table)?.filledBy.flatMap(({ rows }) => (rows.key ? [rows.key] : []));
  return new Set(keys);
}
