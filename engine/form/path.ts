/** "lines[<row id>].qty"; a record's field is its own key. */
export function cellPath(field: string, rowId?: string): string {
  if (rowId === undefined) return field;
  const dot = field.indexOf('.');
  return dot < 0 ? `${field}[${rowId}]` : `${field.slice(0, dot)}[${rowId}]${field.slice(dot)}`;
}

const written = /^([^[\].]+)(?:\[([^\]]+)\])?(?:\.([^[\].]+))?$/;

/** The parts of "qty", "lines", "lines[<row id>].qty" or "lines.qty". */
export function readPath(path: string): { field: string; rowId?: string } | undefined {
  const found = written.exec(path);
  if (!found) return undefined;
  const [, root = '', rowId, column] = found;
  return { field: column === undefined ? root : `${root}.${column}`, ...(rowId === undefined ? {} : { rowId }) };
}
