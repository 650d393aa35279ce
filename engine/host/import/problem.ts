import type { Localised } from '../../definition/index.ts';

/** Why a line did not get in, for the report. */
export interface LineProblem {
  code: string;
  message: Localised;
  /** A field's path or a column's header. */
  at?: string;
}

export const problems = {
  badCell: (column: string, code: string, text: string): LineProblem => ({
    code,
    at: column,
    message: {
      'zh-CN': `列“${column}”的值无法识别：${short(text)}`,
      en: `Column “${column}” cannot be read: ${short(text)}`,
    },
  }),
  unknownChoice: (path: string, text: string): LineProblem => ({
    code: 'unknown_choice',
    at: path,
    message: { 'zh-CN': `没有这个选项：${short(text)}`, en: `There is no such choice: ${short(text)}` },
  }),
  noSuchRecord: (path: string, text: string): LineProblem => ({
    code: 'reference_not_found',
    at: path,
    message: {
      'zh-CN': `找不到关联的记录：${short(text)}`,
      en: `The record it points to was not found: ${short(text)}`,
    },
  }),
  notWritable: (path: string): LineProblem => ({
    code: 'not_writable',
    at: path,
    message: { 'zh-CN': '您不能修改此字段', en: 'You may not change this field' },
  }),
  stale: (): LineProblem => ({
    code: 'stale',
    message: {
      'zh-CN': '导出之后，这条记录已被他人修改',
      en: 'Somebody has changed this record since it was exported',
    },
  }),
  noSuchKey: (column: string, text: string): LineProblem => ({
    code: 'key_not_found',
    at: column,
    message: { 'zh-CN': `找不到要修改的记录：${short(text)}`, en: `There is no such record to change: ${short(text)}` },
  }),
  otherLine: (line: number): LineProblem => ({
    code: 'other_line_refused',
    at: String(line),
    message: {
      'zh-CN': `同一记录的第 ${line} 行有问题，整条记录未导入`,
      en: `Line ${line} of the same record has a problem, so the record was not taken`,
    },
  }),
};

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
