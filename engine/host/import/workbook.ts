import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import readWorkbook from 'read-excel-file/node';
import { Refusal } from '../door/refusal.ts';
import { csvLine } from '../export/csv.ts';
import { inflatedSize, ZipProblem } from './zip.ts';

const MB = 1024 * 1024;
/** Of the file, and of all that is in it: a bomb is small outside. */
const MOST_PACKED = 50 * MB;
const MOST_INFLATED = 300 * MB;
const DAY_MS = 86_400_000;

/** A zip by its first bytes; the name says nothing. */
export async function isWorkbook(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50;
  } finally {
    await file.close();
  }
}

/** The first sheet as lines of CSV, so that all that follows is one way. Formulas are read as what they last gave. */
export async function* csvOfWorkbook(path: string): AsyncGenerator<string> {
  await mustBeHarmless(path);
  for (const row of await firstSheet(path)) yield csvLine(row.map(textOf));
}

async function mustBeHarmless(path: string): Promise<void> {
  try {
    await inflatedSize(path, { packed: MOST_PACKED, inflated: MOST_INFLATED });
  } catch (cause) {
    if (cause instanceof ZipProblem) throw cause.code === 'too_big' ? tooBig() : notAWorkbook(cause);
    throw cause;
  }
}

async function firstSheet(path: string): Promise<readonly (readonly unknown[])[]> {
  try {
    const [sheet] = await readWorkbook(createReadStream(path), { trim: false });
    return sheet?.data ?? [];
  } catch (cause) {
    throw notAWorkbook(cause);
  }
}

/** As the field types read it: days as days, times as the wall clock that the sheet shows. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (!(cell instanceof Date)) return String(cell);
  const instant = new Date(Math.round(cell.getTime() / 1000) * 1000);
  const [day = '', time = ''] = instant.toISOString().split(/[T.]/);
  return instant.getTime() % DAY_MS === 0 ? day : `${day} ${time}`;
}

function tooBig(): Refusal {
  return new Refusal(
    'workbook_too_big',
    { 'zh-CN': '这个 Excel 文件太大。', en: 'This workbook is too big.' },
    {
      status: 413,
      cure: { 'zh-CN': '请拆分文件，或另存为 CSV 后导入。', en: 'Split it, or save it as CSV and import that.' },
    },
  );
}

function notAWorkbook(cause: unknown): Refusal {
  const refusal = new Refusal(
    'not_a_workbook',
    { 'zh-CN': '这不是可以读取的 Excel 文件。', en: 'This is not a workbook that can be read.' },
    {
      status: 422,
      cure: { 'zh-CN': '请另存为 .xlsx 或 CSV 后重试。', en: 'Save it as .xlsx or CSV and try again.' },
    },
  );
  refusal.cause = cause;
  return refusal;
}
