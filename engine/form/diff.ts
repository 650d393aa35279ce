import type { CompiledForm, Place, Table } from './compile/model.ts';
import { sameJson } from './equal.ts';
import { cellPath } from './path.ts';
import { own } from './scope.ts';
import type { Difference, Json, Values } from './types.ts';

function rowsById(value: Json | undefined): Map<string, Values> {
  const rows = new Map<string, Values>();
  if (!Array.isArray(value)) return rows;
  for (const row of value) {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) continue;
    const id = own(row, 'id');
    if (typeof id === 'string') rows.set(id, row);
  }
  return rows;
}

function compare(place: Place, before: Values, after: Values, rowId?: string): Difference[] {
  const empty = Array.isArray(place.type.emptyValue) ? [] : null;
  const from = own(before, place.key) ?? empty;
  const to = own(after, place.key) ?? empty;
  if (sameJson(from, to)) return [];
  const base = { path: cellPath(place.path, rowId), field: place.path, kind: 'set', from, to } as const;
  return [{ ...base, ...(rowId === undefined ? {} : { rowId }) }];
}

/** The fewest rows that moved: all but the longest run that kept its order. */
function moved(before: string[], after: string[]): Set<string> {
  const position = new Map(before.map((id, index) => [id, index]));
  const common = after.filter((id) => position.has(id));
  const at = common.map((id) => position.get(id) ?? 0);
  const inOrder = at.every((one, index) => index === 0 || one > (at[index - 1] ?? 0));
  if (inOrder) return new Set();
  const runs: number[][] = [];
  at.forEach((one, index) => {
    const best = runs
      .filter((run) => (at[run.at(-1) ?? 0] ?? 0) < one)
      .reduce((a, b) => (b.length > a.length ? b : a), []);
    runs.push([...best, index]);
  });
  const longest = new Set(runs.reduce((a, b) => (b.length > a.length ? b : a), []));
  return new Set(common.filter((_id, index) => !longest.has(index)));
}

function compareRows({ place, columns }: Table, before: Values, after: Values): Difference[] {
  const key = place.key;
  const [from, to] = [rowsById(own(before, key)), rowsById(own(after, key))];
  const at = (rowId: string) => ({ path: cellPath(key, rowId), field: key, rowId });
  const differences: Difference[] = [];
  for (const [id, row] of from) {
    if (!to.has(id)) differences.push({ ...at(id), kind: 'row_removed', from: row, to: null });
  }
  const order = moved([...from.keys()], [...to.keys()]);
  const oldIds = [...from.keys()];
  const newIds = [...to.keys()];
  for (const [id, row] of to) {
    const old = from.get(id);
    if (!old) {
      differences.push({ ...at(id), kind: 'row_added', from: null, to: row });
      continue;
    }
    if (order.has(id)) {
      differences.push({ ...at(id), kind: 'row_moved', from: oldIds.indexOf(id), to: newIds.indexOf(id) });
    }
    for (const column of columns.values()) differences.push(...compare(column, old, row, id));
  }
  return differences;
}

/** What is different between two values of a record, in the order of the form. Empty and missing are the same. */
export function differences(compiled: CompiledForm, before: Values, after: Values): Difference[] {
  const found: Difference[] = [];
  for (const place of compiled.places.values()) {
    if (place.table !== undefined) continue;
    const table = compiled.tables.get(place.key);
    found.push(...(table ? compareRows(table, before, after) : compare(place, before, after)));
  }
  return found;
}
