import { ExpressionError, type TextRange } from '../error.ts';
import type { Localised } from '../types.ts';

/** The faults a compiler can find, each with its words; the place is added where it is thrown. */
const words = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

export function problem(
  code: string,
  at: TextRange | undefined,
  message: Localised,
  cure?: Localised,
): ExpressionError {
  return new ExpressionError(code, message, { at, cure });
}

export const tooLong = (limit: number): ExpressionError =>
  problem(
    'formula_too_long',
    undefined,
    words(`公式超过${limit}个字符`, `The formula is longer than ${limit} characters`),
    words('请拆成几个公式字段', 'Split it into several formula fields'),
  );

export const tooDeep = (limit: number, at?: TextRange): ExpressionError =>
  problem(
    'formula_too_deep',
    at,
    words(`公式嵌套超过${limit}层`, `The formula is nested more than ${limit} levels deep`),
    words('请拆成几个公式字段', 'Split it into several formula fields'),
  );

/** Full-width marks look right and are read as letters of a name. */
const fullWidth = /[，（）：；“”‘’＋－×÷＝＜＞［］｛｝。、]/;

export function syntax(text: string, at: TextRange): ExpressionError {
  const excerpt = text.slice(at.from, Math.min(at.to, at.from + 20)).trim();
  const message = excerpt
    ? words(`公式在“${excerpt}”处读不懂`, `The formula cannot be understood at "${excerpt}"`)
    : words('公式不完整', 'The formula is not complete');
  return problem('formula_syntax', at, message, fullWidth.test(text) ? fullWidthCure : undefined);
}

const fullWidthCure = words('请使用半角标点：, ( ) " : + - * /', 'Use half-width marks: , ( ) " : + - * /');

/** Edits between two names; names are short, so the plain table will do. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

export function nearest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    if (candidate.length > 80 || Math.abs(candidate.length - name.length) >= bestDistance) continue;
    const apart = distance(name.toLowerCase(), candidate.toLowerCase());
    if (apart < bestDistance) [best, bestDistance] = [candidate, apart];
  }
  return best;
}

function suggestion(name: string, known: Iterable<string>): Localised | undefined {
  if (fullWidth.test(name)) return fullWidthCure;
  const near = nearest(name.slice(0, 80), known);
  return near === undefined ? undefined : words(`是不是“${near}”？`, `Did you mean "${near}"?`);
}

export const unknownName = (name: string, known: Iterable<string>, at?: TextRange): ExpressionError =>
  problem(
    'unknown_name',
    at,
    words(`没有叫“${name.slice(0, 80)}”的字段或变量`, `There is no field or variable named "${name.slice(0, 80)}"`),
    suggestion(name, known),
  );

export const unknownFunction = (name: string, known: Iterable<string>, at?: TextRange): ExpressionError =>
  problem(
    'unknown_function',
    at,
    words(`没有叫“${name.slice(0, 80)}”的函数`, `There is no function named "${name.slice(0, 80)}"`),
    suggestion(name, known),
  );

export function wrongArgumentCount(name: string, wanted: readonly [number, number], got: number, at: TextRange) {
  const [min, max] = wanted;
  const count = min === max ? `${min}` : max === Number.POSITIVE_INFINITY ? `${min}+` : `${min}–${max}`;
  return problem(
    'wrong_argument_count',
    at,
    words(
      `函数 ${name} 需要 ${count} 个参数，这里有 ${got} 个`,
      `${name} takes ${count} arguments and is given ${got}`,
    ),
  );
}

export const typeMismatch = (operator: string, left: Localised, right: Localised, at: TextRange, cure?: Localised) =>
  problem(
    'type_mismatch',
    at,
    words(
      `“${operator}”不能用于${left['zh-CN']}和${right['zh-CN']}`,
      `"${operator}" cannot be used between ${left.en} and ${right.en}`,
    ),
    cure,
  );

export const wrongType = (place: Localised, wanted: Localised, got: Localised, at?: TextRange, cure?: Localised) =>
  problem(
    'wrong_type',
    at,
    words(
      `${place['zh-CN']}需要${wanted['zh-CN']}，得到的是${got['zh-CN']}`,
      `${place.en} has to be ${wanted.en}, not ${got.en}`,
    ),
    cure,
  );

export const badLiteral = (text: string, at: TextRange) =>
  problem(
    'bad_date_literal',
    at,
    words(`“${text.slice(0, 40)}”不是有效的日期、时间或时长`, `"${text.slice(0, 40)}" is no date, time or duration`),
    words(
      '写成 2026-03-02、09:30:00、2026-03-02T09:30:00、P7D 或 PT4H',
      'Write 2026-03-02, 09:30:00, 2026-03-02T09:30:00, P7D or PT4H',
    ),
  );

export const unsupported = (what: Localised, at: TextRange, cure?: Localised) =>
  problem('unsupported', at, words(`不支持${what['zh-CN']}`, `${what.en} cannot be used here`), cure);

export const badPattern = (source: string, at?: TextRange) =>
  problem(
    'unsafe_pattern',
    at,
    words(`“${source.slice(0, 40)}”不是可用的匹配模式`, `"${source.slice(0, 40)}" is no usable pattern`),
    words(
      '请去掉反向引用和前后查找，并检查括号是否成对',
      'Leave out back-references and look-around, and check that brackets are closed',
    ),
  );
