import type { LookupRows } from '../../definition/types.generated.ts';
import type { RowState, State, Table, TableState } from '../compile/model.ts';
import { sameJson } from '../equal.ts';
import { own } from '../scope.ts';
import type { Json, Values } from '../types.ts';
import { isDropped, isWritable } from './right.ts';

/** Which rows a table has, and in which order: from a lookup, from the engine, as entered, or as stored. */

interface Source {
  id: string;
  source?: Values;
}

function keyOf(id: string, key: string, tableState: TableState): Json {
  const entered = tableState.entered.get(id)?.get(key);
  return entered && !entered.mismatch ? entered.value : (own(tableState.before.get(id), key) ?? null);
}

/** What somebody typed in a row stays with the article, not with the line number, where the definition names a key. */
function rowsFromLookup(tableState: TableState, rows: LookupRows, brought: Values[], answer: string, state: State) {
  const candidates = tableState.order ?? tableState.beforeOrder;
  const taken = new Set<string>();
  const match = (source: Values, position: number): string | undefined => {
    if (rows.key === undefined) return candidates[position];
    const key = rows.key;
    const wanted = own(source, key) ?? null;
    return candidates.find((id) => !taken.has(id) && sameJson(keyOf(id, key, tableState), wanted));
  };
  return brought.map((source, position): Source => {
    const slot = `${answer}#${position}`;
    const id = match(source, position) ?? tableState.lookupIds.get(slot) ?? state.input.newId();
    tableState.lookupIds.set(slot, id);
    taken.add(id);
    return { id, source };
  });
}

function mayArrange(table: Table, state: State): boolean {
  return table.field.addRows !== false && isWritable(table.place, state, undefined);
}

function sourcesOf(table: Table, tableState: TableState, state: State): Source[] {
  if (isDropped(table.place, state, undefined)) return [];
  if (tableState.assigned) return tableState.assigned.order.map((id) => ({ id }));
  for (const { lookup, rows } of table.filledBy) {
    const found = state.lookups.get(lookup);
    const brought = found?.status === 'found' ? found.rows[table.place.key] : undefined;
    if (brought && found) return rowsFromLookup(tableState, rows, brought, found.id, state);
    const gone = found?.status === 'missing' || found?.status === 'idle';
    if (gone && state.compiled.lookups.get(lookup)?.lookup.missing !== 'keep') return [];
  }
  const order = tableState.order && mayArrange(table, state) ? tableState.order : tableState.beforeOrder;
  return order.map((id) => ({ id }));
}

function newRow(id: string): RowState {
  return {
    id,
    index: 0,
    values: { id },
    kept: true,
    rules: new Map(),
    rights: new Map(),
    options: new Map(),
    problems: new Map(),
  };
}

/** Arranges the rows. True where the list, an order or what a lookup brought is another than before. */
export function arrangeRows(table: Table, state: State): { changed: boolean; fresh: RowState[] } {
  const key = table.place.key;
  const tableState = state.tables.get(key);
  if (!tableState) return { changed: false, fresh: [] };
  const fresh: RowState[] = [];
  const rows = sourcesOf(table, tableState, state).map(({ id, source }, index) => {
    const known = tableState.byId.get(id);
    const row = known ?? newRow(id);
    if (!known || !sameJson(known.source, source)) fresh.push(row);
    if (source) row.source = source;
    else delete row.source;
    row.index = index;
    return row;
  });
  const same = rows.length === tableState.rows.length && rows.every((row, index) => row === tableState.rows[index]);
  tableState.rows = rows;
  tableState.byId = new Map(rows.map((row) => [row.id, row]));
  return { changed: !same || fresh.length > 0, fresh };
}

/** At submit, rows that nobody chose are no part of the record. */
export function isKept(table: Table, state: State, row: RowState): boolean {
  const { mode } = state.input;
  if (!table.drop || (mode !== 'create' && mode !== 'submit')) return true;
  return !table.drop.test(state, row);
}

/** The rows that formulas and checks see. A new list each time, of the rows' own objects. */
export function keepRows(table: Table, state: State): void {
  const rows = state.tables.get(table.place.key)?.rows ?? [];
  state.facts[table.place.key] = rows.filter(({ kept }) => kept).map(({ values }) => values);
}
