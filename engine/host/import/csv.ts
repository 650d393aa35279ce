import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { parse } from 'csv-parse';
import { Refusal } from '../door/refusal.ts';
import { undefused } from '../export/csv.ts';

/** What a CSV looks like, found out from its beginning. */
export interface CsvShape {
  encoding: 'utf-8' | 'gb18030';
  delimiter: string;
}

/** One line of the table: `line` is where it begins in the file, from 1, the header included. */
export interface CsvLine {
  line: number;
  cells: string[];
}

const SAMPLE_BYTES = 256 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];
const LONGEST_RECORD = 1024 * 1024;

/** UTF-8 where the bytes are UTF-8, else GBK, which Excel in Chinese writes. */
export async function shapeOf(path: string): Promise<CsvShape> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const sample = buffer.subarray(0, bytesRead);
    if (sample.includes(0)) throw notCsv();
    const encoding = isUtf8(sample, bytesRead === SAMPLE_BYTES) ? 'utf-8' : 'gb18030';
    const [header = ''] = new TextDecoder(encoding).decode(sample).split(/\r?\n/, 1);
    const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
    counted.sort((left, right) => right.count - left.count);
    return { encoding, delimiter: counted[0]?.delimiter ?? ',' };
  } finally {
    await file.close();
  }
}

/** A sample may end inside a character: its last three bytes are not held against it. */
function isUtf8(sample: Buffer, isCut: boolean): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(sample, { stream: isCut });
    return true;
  } catch (cause) {
    if (cause instanceof TypeError) return false;
    throw cause;
  }
}

/** Every line of the table, the header first. Reading stops when the caller stops. */
export async function* readCsv(path: string, { encoding, delimiter }: CsvShape): AsyncGenerator<CsvLine> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_RECORD,
  });
  const input = createReadStream(path);
  const decoded = input.pipe(decoding(encoding));
  const fail = (cause: Error): void => void parser.destroy(cause);
  input.on('error', fail);
  decoded.on('error', fail);
  decoded.pipe(parser);
  let next = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const line = next;
      next = info.lines + 1;
      if (record.some((cell) => cell.trim() !== '')) yield { line, cells: record.map(undefused) };
    }
  } catch (cause) {
    if ((cause as { code?: string }).code?.startsWith('CSV_')) throw brokenCsv(next, cause);
    throw cause;
  } finally {
    input.destroy();
    parser.destroy();
  }
}

function decoding(encoding: CsvShape['encoding']): Transform {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return new Transform({
    transform: (chunk: Buffer, _, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
}

function notCsv(): Refusal {
  return new Refusal(
    'not_csv',
    { 'zh-CN': '这不是 CSV 文件。', en: 'This is not a CSV file.' },
    {
      status: 422,
      cure: {
        'zh-CN': '请在表格软件中另存为 CSV 后重试。',
        en: 'Save it as CSV in the spreadsheet program and try again.',
      },
    },
  );
}

function brokenCsv(line: number, cause: unknown): Refusal {
  const refusal = new Refusal(
    'broken_csv',
    { 'zh-CN': `第 ${line} 行起无法读取。`, en: `The file cannot be read from line ${line} on.` },
    {
      status: 422,
      at: String(line),
      cure: { 'zh-CN': '请检查引号是否成对。', en: 'Look for a quotation mark without its partner.' },
    },
  );
  refusal.cause = cause;
  return refusal;
}
