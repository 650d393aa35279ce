import { sameJson } from '../equal.ts';
import { judgeTable } from '../evaluation/judge.ts';
import { arrangeRows, isKept, keepRows } from '../evaluation/rows.ts';
import type { Json } from '../types.ts';
import type { Step, Table } from './model.ts';
import { decides, read, ruleRead } from './reads.ts';

/** The steps of a table as a whole: which rows it has, which of them count, what is wrong with them together. */

function rowsStep(table: Table): Step {
  const { place } = table;
  return {
    cell: `rows:${place.key}`,
    reads: [
      ...place.effects.filter(decides).map(ruleRead),
      ...table.filledBy.map(({ lookup }) => read(`lookup:${lookup}`)),
    ],
    run(state, _row, notes) {
      const { changed, fresh } = arrangeRows(table, state);
      if (fresh.length > 0) notes.newRows.set(place.key, fresh);
      if (changed) notes.values.add(place.key);
      return changed;
    },
  };
}

function dropStep(table: Table): Step {
  const { key } = table.place;
  return {
    cell: `drop:${key}`,
    table: key,
    reads: [...(table.drop?.reads ?? []), read(`rows:${key}`, true)],
    run(state, row) {
      if (!row) return false;
      const kept = isKept(table, state, row);
      const changed = row.kept !== kept;
      row.kept = kept;
      return changed;
    },
  };
}

function keptStep(table: Table): Step {
  const { key } = table.place;
  return {
    cell: `kept:${key}`,
    reads: [read(`rows:${key}`), read(`drop:${key}`)],
    run(state) {
      keepRows(table, state);
      return true;
    },
  };
}

function tableProblemStep(table: Table): Step {
  const { key } = table.place;
  const unique = new Set((table.field.uniqueRows ?? []).flat());
  return {
    cell: `problem:${key}`,
    reads: [read(`kept:${key}`), read(`right:${key}`), ...[...unique].map((column) => read(`value:${key}.${column}`))],
    run(state, _row, notes) {
      const before = state.problems.get(key) ?? [];
      const problems = judgeTable(table, state);
      state.problems.set(key, problems);
      if (!sameJson(before as unknown as Json, problems as unknown as Json)) notes.problems.add(key);
      return false;
    },
  };
}

export function stepsOfTable(table: Table): Step[] {
  return [rowsStep(table), dropStep(table), keptStep(table), tableProblemStep(table)];
}
