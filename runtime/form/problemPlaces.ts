import { cellPath, type FieldProblem, type FormSession } from '../../engine/form/index.ts';
import type { WireProblem } from '../../engine/wire.ts';

/** "lines.qty" and "lines[<row id>].qty" stand in "lines". */
export const rootOf = (path: string): string => path.split(/[.[]/, 1)[0] ?? path;

/** Where a problem of the form itself is shown. */
export const placeOfProblem = ({ field, rowId }: FieldProblem): string =>
  rowId === undefined ? field : cellPath(field, rowId);

/** "lines[2].qty" of a row's id, or by its position where the server names none, as the screen names it. */
export function placeOfRefusal({ path, rowId }: WireProblem, session: FormSession): string {
  const [, table = '', index, column] = /^([^[.]+)(?:\[(\d+)\])?\.(.+)$/.exec(path) ?? [];
  const id = rowId ?? (index === undefined ? undefined : session.rows(table)[Number(index)]);
  return column === undefined || id === undefined ? path : cellPath(`${table}.${column}`, id);
}
