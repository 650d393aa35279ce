import type { Entered, RowState, State, Table } from './compile/model.ts';
import { keyColumns } from './evaluation/entered.ts';
import { isWritable } from './evaluation/right.ts';
import { own } from './scope.ts';
import type { Json, Values } from './types.ts';

/** What somebody entered, as the server takes it. */

const said = (entered: Entered): Json => (entered.mismatch ? (entered.raw as Json) : entered.value);

/** A column that lookups find rows by goes along, so that the server finds the same rows again. */
function rowPayload(row: RowState, table: Table, state: State, everything: boolean): Values {
  const entered = state.tables.get(table.place.key)?.entered.get(row.id);
  const keys = keyColumns(state.compiled, table.place.key);
  const payload: Values = { id: row.id };
  for (const place of table.columns.values()) {
    const typed = entered?.get(place.key);
    if (typed && (everything || isWritable(place, state, row))) payload[place.key] = said(typed);
    else if (keys.has(place.key)) payload[place.key] = own(row.values, place.key) ?? null;
  }
  return payload;
}

function tablePayload(table: Table, state: State, everything: boolean): Values[] | undefined {
  const tableState = state.tables.get(table.place.key);
  if (!tableState || (tableState.order === undefined && tableState.entered.size === 0)) return undefined;
  return tableState.rows.map((row) => rowPayload(row, table, state, everything));
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
