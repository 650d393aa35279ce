import type { Cell } from './cells.ts';

/** Excel takes UTF-8 without this mark for the local encoding. */
export const UTF8_MARK = '\ufeff';

export async function* csvOf(rows: AsyncIterable<Cell[]>): AsyncGenerator<string> {
  for await (const cells of rows) yield csvLine(cells.map(({ text }) => text));
}

export function csvLine(cells: readonly string[]): string {
  const safe = cells.map((cell) => {
    const text = defused(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${safe.join(',')}\r\n`;
}

/**
 * A cell that begins like a formula would be run by a spreadsheet program. One that begins with our own quotation mark
 * before such a sign gets another, so that an import can take exactly one away.
 */
function defused(cell: string): string {
  return /^'*[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell;
}

/** What `defused` was given. */
export function undefused(cell: string): string {
  return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}
