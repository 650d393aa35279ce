import type { AppFile, Localised, Problem } from '../model.ts';
import { both, step } from '../texts.ts';

/** Bounds on one file. A definition that people can still read stays far below all of them. */
export const FILE_LIMITS = {
  /** UTF-16 units of text. */
  length: 4_000_000,
  /** Levels of nesting. */
  depth: 64,
  /** Values in one file. */
  values: 400_000,
};

const HOSTILE = new Set(['__proto__', 'constructor', 'prototype']);

export type Read = { json: unknown } | { problem: Problem };

function fault(code: string, file: string, path: string, message: Localised, cure: Localised): Read {
  return { problem: { code, file, path, message, cure, severity: 'error' } };
}

/** Line and column, from 1, of what the parser stumbled over; engines say only the position. */
function placeOf(text: string, message: string): { line: number; column: number } | undefined {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position === undefined) return undefined;
  const lines = text.slice(0, Number(position)).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function parse(file: string, text: string): Read {
  if (text.length > FILE_LIMITS.length) {
    const most = FILE_LIMITS.length.toLocaleString('en');
    return fault(
      'file_too_large',
      file,
      '',
      both(
        `文件过大：${text.length} 个字符，最多 ${most} 个。`,
        `The file is too large: ${text.length} characters, at most ${most}.`,
      ),
      both('请拆成几个文件；大量数据请用导入。', 'Split it; bring large data in by an import.'),
    );
  }
  try {
    return { json: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = placeOf(text, reason);
    const at = place
      ? both(`第 ${place.line} 行第 ${place.column} 列`, `line ${place.line}, column ${place.column}`)
      : both('', '');
    return fault(
      'no_json',
      file,
      '',
      both(
        `不是正确的 JSON${at['zh-CN'] && `（${at['zh-CN']}）`}。`,
        `This is not valid JSON${at.en && ` (${at.en})`}.`,
      ),
      both(
        '检查该处前后的逗号、引号和括号：最后一项后面不能有逗号，键和文字要用双引号。',
        'Look at the commas, quotes and brackets there: no comma after the last item, keys and texts in double quotes.',
      ),
    );
  }
}

interface Visit {
  value: unknown;
  path: string;
  depth: number;
}

/** Walks with a list, not by recursion: 10,000 levels must give a message and not an overflow. */
function limits(file: string, json: unknown): Problem | undefined {
  const stack: Visit[] = [{ value: json, path: '', depth: 0 }];
  let count = 0;
  for (let visit = stack.pop(); visit; visit = stack.pop()) {
    const { value, path, depth } = visit;
    count += 1;
    const found =
      depth > FILE_LIMITS.depth ? tooDeep(file, path) : count > FILE_LIMITS.values ? tooMany(file) : undefined;
    if (found) return found;
    if (typeof value !== 'object' || value === null) continue;
    const entries = Array.isArray(value) ? value.map((item, i) => [i, item] as const) : Object.entries(value);
    for (const [key, item] of entries) {
      if (typeof key === 'string' && HOSTILE.has(key)) return hostile(file, path + step(key), key);
      stack.push({ value: item, path: path + step(key), depth: depth + 1 });
    }
  }
  return undefined;
}

function tooDeep(file: string, path: string): Problem {
  return {
    code: 'too_deep',
    file,
    path: path.slice(0, 120),
    message: both(`嵌套超过 ${FILE_LIMITS.depth} 层。`, `It is nested more than ${FILE_LIMITS.depth} levels deep.`),
    cure: both(
      '减少条件或数据的嵌套层数，例如拆成几条规则。',
      'Nest conditions and data less, for example in several rules.',
    ),
    severity: 'error',
  };
}

function tooMany(file: string): Problem {
  const most = FILE_LIMITS.values.toLocaleString('en');
  return {
    code: 'file_too_large',
    file,
    path: '',
    message: both(`文件里的值超过 ${most} 个。`, `The file holds more than ${most} values.`),
    cure: both('请拆成几个文件；大量数据请用导入。', 'Split it; bring large data in by an import.'),
    severity: 'error',
  };
}

function hostile(file: string, path: string, key: string): Problem {
  return {
    code: 'forbidden_key',
    file,
    path,
    message: both(`不允许使用名称“${key}”。`, `The name “${key}” is not allowed.`),
    cure: both('请换一个名称。', 'Choose another name.'),
    severity: 'error',
  };
}

/** The file's content, or why it cannot be taken. */
export function readFile(file: AppFile): Read {
  const read = 'text' in file ? parse(file.path, file.text) : { json: file.json };
  if ('problem' in read) return read;
  const problem = limits(file.path, read.json);
  return problem ? { problem } : read;
}
