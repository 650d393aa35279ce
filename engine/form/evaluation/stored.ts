import type { Entered, Place, RowState, State } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { own } from '../scope.ts';
import type { Json } from '../types.ts';

/** What is stored; undefined where nothing is. */
export function storedOf(place: Place, state: State, row: RowState | undefined): Json | undefined {
  if (place.table === undefined) return own(state.input.before, place.key);
  return row && own(state.tables.get(place.table)?.before.get(row.id), place.key);
}

export function assignedOf(place: Place, state: State, row: RowState | undefined): Json | undefined {
  if (place.table === undefined) return own(state.input.assigned, place.key);
  return row && own(state.tables.get(place.table)?.assigned?.rows.get(row.id), place.key);
}

export function enteredOf(place: Place, state: State, row: RowState | undefined): Entered | undefined {
  if (place.table === undefined) return state.entered.get(place.key);
  return row && state.tables.get(place.table)?.entered.get(row.id)?.get(place.key);
}

export function valueOf(place: Place, state: State, row: RowState | undefined): Json {
  return own(place.table === undefined ? state.facts : (row?.values ?? {}), place.key) ?? null;
}

export function hasChanged(place: Place, state: State, row: RowState | undefined): boolean {
  return !sameJson(valueOf(place, state, row), storedOf(place, state, row) ?? place.type.emptyValue);
}

export const emptyOf = (place: Place): Json => (Array.isArray(place.type.emptyValue) ? [] : place.type.emptyValue);
