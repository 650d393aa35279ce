import type { DecisionTable } from '../../../engine/definition/index.ts';
import { compileFormula, ExpressionError, type FactType, type Localised } from '../../../engine/expression/index.ts';
import type { FactSet } from '../../facts/index.ts';
import { judge } from '../formula/judge.ts';

/** The parts of a decision table that its grid edits. */
export type Grid = Pick<DecisionTable, 'in' | 'out' | 'rows'>;

const any: FactType = { kind: 'any' };

/** What the cells under an input are held against. */
export function inputType(formula: string, facts: FactSet): FactType {
  try {
    return compileFormula(formula.replace(/^=/, ''), facts.scope).type;
  } catch (error) {
    if (error instanceof ExpressionError) return any;
    throw error;
  }
}

/** What is wrong with a cell, as the compiler says it. */
export function cellFault(cell: string, type: FactType | undefined, facts: FactSet): Localised | undefined {
  if (type === undefined) {
    if (!cell.startsWith('=')) return undefined;
    const judged = judge({ text: cell.slice(1), facts });
    return 'fault' in judged ? judged.fault.message : undefined;
  }
  if (cell.trim() === '-') return undefined;
  const judged = judge({ text: cell, facts, unary: type });
  return 'fault' in judged ? judged.fault.message : undefined;
}

const empty = (column: number, inputs: number): string => (column < inputs ? '-' : '');

export const emptyRow = (grid: Grid): string[] =>
  Array.from({ length: grid.in.length + grid.out.length }, (_, column) => empty(column, grid.in.length));

export function withCell(grid: Grid, row: number, column: number, text: string): Grid {
  const rows = grid.rows.map((cells, at) => {
    if (at !== row) return cells;
    const next = [...cells];
    while (next.length <= column) next.push(empty(next.length, grid.in.length));
    next[column] = text === '' && column < grid.in.length ? '-' : text;
    // An emptied remark leaves no cell behind.
    if (column >= grid.in.length + grid.out.length && text === '') next.length = grid.in.length + grid.out.length;
    return next;
  });
  return { ...grid, rows };
}

/** A word, typed or from a spreadsheet, is a text to compare with; numbers, tests and quoted texts are FEEL already. */
export function asTest(cell: string, type: FactType): string {
  const text = cell.trim();
  if (text === '' || text === '-') return '-';
  const isPlain = type.kind === 'text' && !/^["<>=[(!]|^not\(|^\d/.test(text) && !text.includes('"');
  return isPlain
    ? text
        .split(/[,，、]/)
        .map((word) => JSON.stringify(word.trim()))
        .join(', ')
    : text;
}

/** Cells as a spreadsheet copies them, put in from one cell on; rows that are lacking are added. */
export function pasted(grid: Grid, row: number, column: number, text: string, types: readonly FactType[]): Grid {
  const lines = text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'));
  const width = grid.in.length + grid.out.length + 1;
  let next = grid;
  lines.forEach((cells, down) => {
    if (row + down >= next.rows.length) next = { ...next, rows: [...next.rows, emptyRow(next)] };
    cells.forEach((cell, across) => {
      const at = column + across;
      if (at >= width) return;
      const type = types[at];
      next = withCell(next, row + down, at, type ? asTest(cell, type) : cell.trim());
    });
  });
  return next;
}

export function withInput(grid: Grid, column: number, formula: string | undefined): Grid {
  if (formula !== undefined) {
    if (column < grid.in.length) return { ...grid, in: grid.in.map((one, at) => (at === column ? formula : one)) };
    const rows = grid.rows.map((cells) => [...cells.slice(0, column), '-', ...cells.slice(column)]);
    return { ...grid, in: [...grid.in, formula], rows };
  }
  const rows = grid.rows.map((cells) => cells.filter((_, at) => at !== column));
  return { ...grid, in: grid.in.filter((_, at) => at !== column), rows };
}

export function withOutput(grid: Grid, index: number, name: string | undefined): Grid {
  const column = grid.in.length + index;
  if (name !== undefined) {
    if (index < grid.out.length) return { ...grid, out: grid.out.map((one, at) => (at === index ? name : one)) };
    const rows = grid.rows.map((cells) => [...cells.slice(0, column), '', ...cells.slice(column)]);
    return { ...grid, out: [...grid.out, name], rows };
  }
  const rows = grid.rows.map((cells) => cells.filter((_, at) => at !== column));
  return { ...grid, out: grid.out.filter((_, at) => at !== index), rows };
}
