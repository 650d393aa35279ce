import type { Entered, State, Table, TableState } from './compile/model.ts';
import { keyColumns } from './evaluation/entered.ts';
import { isWritable } from './evaluation/right.ts';
import { own } from './scope.ts';
import type { Json, Values } from './types.ts';

/** What somebody entered, as the server takes it. */

const said = (entered: Entered): Json => (entered.mismatch ? (entered.raw as Json) : entered.value);

/** A column that lookups find rows by goes along, so that the server finds the same rows again. */
function rowPayload(id: string, table: Table, state: State, everything: boolean): Values {
  const tableState = state.tables.get(table.place.key);
  const row = tableState?.byId.get(id);
  const entered = tableState?.entered.get(id);
  const keys = keyColumns(state.compiled, table.place.key);
  const payload: Values = { id };
  for (const place of table.columns.values()) {
    const typed = entered?.get(place.key);
    if (typed && (everything || isWritable(place, state, row))) payload[place.key] = said(typed);
    else if (row && keys.has(place.key)) payload[place.key] = own(row.values, place.key) ?? null;
  }
  return payload;
}

/** A table that a rule hides just now has no rows, but what was typed in them is not lost. */
function idsOf(tableState: TableState): string[] {
  if (tableState.order) return tableState.order;
  if (tableState.rows.length > 0) return tableState.rows.map(({ id }) => id);
  return [...new Set([...tableState.beforeOrder, ...tableState.entered.keys()])];
}

function tablePayload(table: Table, state: State, everything: boolean): Values[] | undefined {
  const tableState = state.tables.get(table.place.key);
  if (!tableState || (tableState.order === undefined && tableState.entered.size === 0)) return undefined;
  return idsOf(tableState).map((id) => rowPayload(id, table, state, everything));
}

/** `everything`: also what is not writable just now, for a session that goes on. */
export function payloadOf(state: State, everything: boolean): Values {
  const payload: Values = {};
  for (const place of state.compiled.places.values()) {
    if (place.table !== undefined) continue;
    const table = state.compiled.tables.get(place.key);
    if (table) {
      const rows = tablePayload(table, state, everything);
      if (rows) payload[place.key] = rows;
      continue;
    }
    const entered = state.entered.get(place.key);
    if (entered && (everything || isWritable(place, state, undefined))) payload[place.key] = said(entered);
  }
  return payload;
}
