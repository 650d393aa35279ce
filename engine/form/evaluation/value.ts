import { evaluateData } from '../compile/data.ts';
import type { LookupState, Place, Rollup, RowState, State } from '../compile/model.ts';
import { own } from '../scope.ts';
import type { Json, Values } from '../types.ts';
import { isActive, isDropped, isWritable } from './right.ts';
import { assignedOf, emptyOf, enteredOf, storedOf } from './stored.ts';

/** What a rollup asks, and the id under which its answer is kept. */
export function rollupAsked(place: Place, rollup: Rollup, state: State, row: RowState | undefined) {
  const match = evaluateData(rollup.match, state, row);
  const facts = rollup.whereFacts(state, row);
  const id = `${place.path}?${JSON.stringify(match)}${rollup.field.where ? JSON.stringify(facts) : ''}`;
  return { id, match, facts };
}

/** Nothing matches an empty value: there is nothing to ask. */
export const matchesNothing = (match: Values): boolean => Object.values(match).some((value) => value === null);

function rollupValue(place: Place, rollup: Rollup, state: State, row: RowState | undefined): Json | undefined {
  const { id, match } = rollupAsked(place, rollup, state, row);
  const answers = state.input.rollups ?? {};
  if (Object.hasOwn(answers, id)) return place.type.settle(answers[id] ?? null, place.field, state.compiled.context);
  if (matchesNothing(match)) return place.type.settle(null, place.field, state.compiled.context);
  return broughtBy(place, state, row) ?? undefined;
}

/** A server's answer to a lookup may bring what it worked out for the row. */
function broughtBy(place: Place, state: State, row: RowState | undefined): Json | undefined {
  if (row) return row.source && own(row.source, place.key);
  for (const lookup of state.lookups.values()) {
    if (lookup.status === 'found' && Object.hasOwn(lookup.fill, place.key)) return lookup.fill[place.key];
  }
  return undefined;
}

/** Undefined: the lookup leaves the field to others. */
function filledValue(place: Place, state: State, row: RowState | undefined): Json | undefined {
  for (const key of place.filledBy) {
    const lookup = state.lookups.get(key);
    const value = lookup && (row ? rowFill(place, row) : recordFill(place, key, lookup, state));
    if (value !== undefined) return value;
  }
  return undefined;
}

function rowFill(place: Place, row: RowState): Json | undefined {
  const value = row.source && own(row.source, place.key);
  return value === undefined && row.source ? null : value;
}

function recordFill(place: Place, key: string, lookup: LookupState, state: State): Json | undefined {
  if (lookup.status === 'found') {
    const value = own(lookup.fill, place.key) ?? null;
    // What the source does not know a person may still say, where the field is open to people.
    return value === null && !place.field.readonly ? undefined : value;
  }
  const definition = state.compiled.lookups.get(key)?.lookup;
  const cleared = lookup.status === 'idle' || lookup.status === 'missing';
  return cleared && definition?.missing !== 'keep' && place.field.readonly ? null : undefined;
}

function forcedValue(place: Place, state: State, row: RowState | undefined): Json | undefined {
  let value: Json | undefined;
  for (const effect of place.effects) {
    if (effect.value && isActive(effect, state, row)) value = effect.value.evaluate(state, row);
  }
  return value;
}

function initialValue(place: Place, state: State, row: RowState | undefined): Json {
  const isNew = row ? !state.tables.get(place.table ?? '')?.before.has(row.id) : state.input.mode === 'create';
  if (!isNew || !place.initial) return emptyOf(place);
  return place.type.settle(place.initial.evaluate(state, row), place.field, state.compiled.context);
}

/** Entered where that is allowed, else stored, else the default. */
function ownValue(place: Place, state: State, row: RowState | undefined): Json {
  const entered = enteredOf(place, state, row);
  if (entered && isWritable(place, state, row)) return entered.mismatch ? emptyOf(place) : entered.value;
  const stored = storedOf(place, state, row);
  return stored === undefined ? initialValue(place, state, row) : (stored ?? emptyOf(place));
}

function computedValue(place: Place, state: State, row: RowState | undefined): Json | undefined {
  const stored = storedOf(place, state, row);
  // A record that is only looked at shows what was decided on, not what today's clock would give.
  if (state.input.mode === 'view' && stored !== undefined) return stored ?? emptyOf(place);
  if (place.rollup) return rollupValue(place, place.rollup, state, row) ?? stored;
  return place.formula?.evaluate(state, row) ?? null;
}

/** What a field is worth, from the strongest word to the weakest. */
export function effectiveValue(place: Place, state: State, row: RowState | undefined): Json {
  if (isDropped(place, state, row)) return emptyOf(place);
  const settle = (value: Json): Json => place.type.settle(value, place.field, state.compiled.context);
  if (place.rollup || place.formula) {
    // A rollup that nobody has answered yet is not known: not the 0 that an empty sum would be.
    const computed = computedValue(place, state, row);
    return computed === undefined ? emptyOf(place) : settle(computed);
  }
  const assigned = assignedOf(place, state, row);
  if (assigned !== undefined) return settle(assigned);
  const forced = forcedValue(place, state, row);
  const stronger = forced === undefined ? filledValue(place, state, row) : forced;
  return stronger === undefined ? ownValue(place, state, row) : settle(stronger);
}
