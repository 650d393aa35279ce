import { Refusal } from '../door/refusal.ts';
import type { Cell } from './cells.ts';
import { type ZipPart, zipOf } from './zip.ts';

/** What a sheet of Excel takes, its head included. */
const MOST_ROWS = 1_048_576;
const LONGEST_TEXT = 32_767;
/** Excel keeps 15 digits of a number: a longer one stays text, to the last digit. */
const DIGITS = 15;
const DAY_MS = 86_400_000;
/** Excel's day 0, as it counts from March 1900 on. */
const EPOCH = Date.UTC(1899, 11, 30);

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Order of `cellXfs` in STYLES. */
const STYLE = { head: 1, text: 2, number: 0, boolean: 0, date: 3, datetime: 4 } as const;

const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>`;

const FIXED: readonly (readonly [name: string, text: string])[] = [
  [
    '[Content_Types].xml',
    `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', STYLES],
];

/**
 * A workbook with one sheet, written row by row: however many rows, few are in memory, and nobody else waits. Cells are
 * numbers, days and times where they are; everything else is text, which no spreadsheet runs as a formula.
 */
export function xlsxOf(rows: AsyncIterable<Cell[]>, name: string): AsyncGenerator<Buffer> {
  const workbook = `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${attribute(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  const fixed = [...FIXED, ['xl/workbook.xml', workbook] as const];
  const parts: ZipPart[] = fixed.map(([path, text]) => ({ name: path, content: [text] }));
  return zipOf([...parts, { name: 'xl/worksheets/sheet1.xml', content: sheetOf(rows) }]);
}

async function* sheetOf(rows: AsyncIterable<Cell[]>): AsyncGenerator<string> {
  yield `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="18"/><sheetData>`;
  let number = 0;
  for await (const cells of rows) {
    number += 1;
    if (number > MOST_ROWS) throw tooManyRows();
    yield `<row r="${number}">${cells.map((cell, at) => cellXml(cell, `${letters(at)}${number}`, number === 1)).join('')}</row>`;
  }
  yield '</sheetData></worksheet>';
}

function cellXml({ kind, text }: Cell, place: string, isHead: boolean): string {
  if (text === '') return '';
  const number = isHead ? undefined : numberOf(kind, text);
  if (number !== undefined) return `<c r="${place}" s="${STYLE[kind]}"><v>${number}</v></c>`;
  const style = isHead ? STYLE.head : STYLE.text;
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${content(text.slice(0, LONGEST_TEXT))}</t></is></c>`;
}

/** The number that Excel holds of it; undefined where it has to stay text. */
function numberOf(kind: Cell['kind'], text: string): string | undefined {
  if (kind === 'number') return text.replaceAll(/\D/g, '').length <= DIGITS ? text : undefined;
  if (kind !== 'date' && kind !== 'datetime') return undefined;
  const found = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}):(\d{2}))?$/.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  // Before March 1900 Excel's calendar is wrong.
  if (year < 1901) return undefined;
  return String((Date.UTC(year, month - 1, day, hour, minute, second) - EPOCH) / DAY_MS);
}

function letters(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : letters(Math.floor(at / 26) - 1) + last;
}

/** Without what XML cannot hold: controls and halves of characters. */
function content(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}

function attribute(text: string): string {
  return content(text).replaceAll('"', '&quot;');
}

/** Excel opens no book whose sheet is called otherwise. */
function sheetName(name: string): string {
  return (
    name
      .replaceAll(/[\\/?*[\]:']/g, ' ')
      .trim()
      .slice(0, 31) || 'Sheet1'
  );
}

function tooManyRows(): Refusal {
  return new Refusal(
    'too_many_rows',
    { 'zh-CN': `Excel 文件最多 ${MOST_ROWS} 行。`, en: `An Excel file takes at most ${MOST_ROWS} rows.` },
    { status: 422, cure: { 'zh-CN': '请缩小筛选范围，或导出 CSV。', en: 'Narrow the filter, or export a CSV.' } },
  );
}
