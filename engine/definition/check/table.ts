import {
  compileFormula,
  compileUnaryTests,
  ExpressionError,
  type FactType,
  type Scope,
} from '../../expression/index.ts';
import { isAnything } from '../../rule/table.ts';
import { both } from '../texts.ts';
import type { DecisionTable } from '../types.generated.ts';
import { at, type Desk, isFormula, type Place } from './desk.ts';

function inputType(text: string, scope: Scope): FactType {
  try {
    return compileFormula(text.slice(1).trim(), scope).type;
  } catch (error) {
    // The column's head has been reported; its cells are then only checked for their writing.
    if (error instanceof ExpressionError) return { kind: 'any' };
    throw error;
  }
}

interface Column {
  type: FactType;
  /** Cells that have been found right: tables repeat themselves. */
  right: Set<string>;
}

function checkCell(desk: Desk, place: Place, cell: string, { type, right }: Column, scope: Scope): void {
  if (isAnything(cell) || right.has(cell)) return;
  try {
    compileUnaryTests(cell, type, scope);
    right.add(cell);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    desk.report(
      place,
      error.code,
      error.localised,
      error.cure ??
        both(
          '单元格写作 "> 5000"、"[1..5]"、"\\"A\\",\\"B\\""，“-”表示任意。',
          'Cells are written "> 5000", "[1..5]", "\\"A\\",\\"B\\""; "-" means anything.',
        ),
    );
  }
}

function checkRow(
  desk: Desk,
  place: Place,
  row: readonly string[],
  table: DecisionTable,
  columns: readonly Column[],
  scope: Scope,
): void {
  const wanted = table.in.length + table.out.length;
  if (row.length !== wanted && row.length !== wanted + 1) {
    desk.report(
      place,
      'wrong_width',
      both(
        `这一行有 ${row.length} 格，应有 ${wanted} 格（${table.in.length} 个条件、${table.out.length} 个结果），可再加一格备注。`,
        `This row has ${row.length} cells and should have ${wanted} (${table.in.length} in, ${table.out.length} out), and may have one more as a remark.`,
      ),
      both('补上或删去单元格；任意值写 "-"。', 'Add or remove cells; "-" means anything.'),
    );
    return;
  }
  columns.forEach((column, i) => checkCell(desk, at(place, i), row[i] ?? '-', column, scope));
  table.out.forEach((output, j) =>
    checkOutput(desk, at(place, table.in.length + j), output, row[table.in.length + j] ?? '', scope),
  );
}

function checkOutput(desk: Desk, place: Place, output: string, cell: string, scope: Scope): void {
  if (isFormula(cell)) desk.formula(place, cell, scope);
  else if (output === 'role' && cell !== '') desk.role(place, cell, []);
}

export function checkTable(desk: Desk, table: DecisionTable): void {
  const place = desk.place('table', table.key);
  const form = desk.form(at(place, 'form'), table.form);
  if (!form) return;
  const scope = desk.scope(form);
  table.in.forEach((text, i) => desk.formula(at(place, 'in', i), text, scope));
  const outputs = new Set<string>();
  table.out.forEach((output, i) => {
    if (outputs.has(output)) {
      desk.report(
        at(place, 'out', i),
        'duplicate_key',
        both(`输出“${output}”重复。`, `The output “${output}” is used twice.`),
        both('请给其中一个换一个名称。', 'Give one of them another name.'),
      );
    }
    outputs.add(output);
  });
  const columns = table.in.map((text) => ({ type: inputType(text, scope), right: new Set<string>() }));
  table.rows.forEach((row, i) => checkRow(desk, at(place, 'rows', i), row, table, columns, scope));
}
