import * as num from '../../decimal.ts';
import { hasOwnZone, parseDate, parseDateTime, parseDuration, parseTime } from '../../temporal/parse.ts';
import type { AstOf, CompareOperator } from '../ast.ts';
import { badLiteral, problem, typeMismatch, unsupported } from '../problem.ts';
import {
  any,
  comparable,
  date,
  datetime,
  describe,
  duration,
  integer,
  join,
  joinAll,
  list,
  number,
  time,
} from '../static.ts';
import { LiteralContext, Range, type Value } from '../value.ts';
import { type Compiled, type Compiler, checkKey, type Run } from './compiler.ts';
import { compile } from './index.ts';

export function compileNumber(ast: AstOf<'number'>): Compiled {
  const value = num.parseNum(ast.text);
  if (value === null) {
    throw problem('bad_number', ast.at, {
      'zh-CN': `“${ast.text.slice(0, 40)}”不是可用的数字`,
      en: `"${ast.text.slice(0, 40)}" is no usable number`,
    });
  }
  return { run: () => value, type: num.isInteger(value) ? integer : number, cost: 1, constant: true };
}

const fixed = (value: Value, type: Compiled['type']): Compiled => ({ run: () => value, type, cost: 1, constant: true });

/** `@"…"`: a duration, a date, a time or a date and time, by its form (DMN 1.3, 10.3.2.3). */
export function compileTemporal(ast: AstOf<'temporal'>): Compiled {
  const { text } = ast;
  const plain = parseDate(text);
  if (plain) return fixed(plain, date);
  const length = parseDuration(text);
  if (length) return fixed(length, duration);
  const clock = parseTime(text);
  if (clock) return fixed(clock, time);
  const moment = parseDateTime(text, 'UTC');
  if (!moment) throw badLiteral(text, ast.at);
  if (hasOwnZone(text)) return fixed(moment, datetime);
  return { run: (frame) => parseDateTime(text, frame.zone), type: datetime, cost: 5 };
}

export function compileList(compiler: Compiler, ast: AstOf<'list'>): Compiled {
  const items = ast.items.map((item) => compile(compiler, item));
  const runs = items.map((item) => item.run);
  const cost = items.reduce((sum, item) => sum + item.cost, 1);
  return { run: (frame) => runs.map((run) => run(frame)), type: list(joinAll(items.map((item) => item.type))), cost };
}

/** Later entries may use earlier ones (DMN 1.3, 10.3.2.6). */
export function compileContext(compiler: Compiler, ast: AstOf<'context'>): Compiled {
  const entries: { key: string; slot: number; run: Run }[] = [];
  const fields: Record<string, Compiled['type']> = {};
  let cost = 1;
  for (const { key, at, value } of ast.entries) {
    checkKey(key, at);
    const entry = compile(compiler, value);
    fields[key] = entry.type;
    cost += entry.cost + 1;
    entries.push({ key, slot: compiler.bind(key, entry.type).slot, run: entry.run });
  }
  compiler.unbind(entries.length);
  return {
    run: (frame) => {
      const values = new Map<string, Value>();
      for (const { key, slot, run } of entries) {
        const value = run(frame);
        frame.locals[slot] = value;
        values.set(key, value);
      }
      return new LiteralContext(values);
    },
    type: { kind: 'context', fields },
    cost,
  };
}

const ordered = new Set(['integer', 'number', 'text', 'date', 'time', 'datetime', 'duration', 'any', 'null']);

export function compileRange(compiler: Compiler, ast: AstOf<'range'>): Compiled {
  const low = compile(compiler, ast.low);
  const high = compile(compiler, ast.high);
  const { lowClosed, highClosed } = ast;
  if (!comparable(low.type, high.type) || !ordered.has(low.type.kind) || !ordered.has(high.type.kind)) {
    throw typeMismatch('..', describe(low.type), describe(high.type), ast.at);
  }
  return {
    run: (frame) => new Range(low.run(frame), high.run(frame), lowClosed, highClosed),
    type: { kind: 'range', of: low.type.kind === 'null' ? any : join(low.type, high.type) },
    cost: low.cost + high.cost + 1,
  };
}

/** `> 5` stands alone only in a test; there `in` and decision tables compile it themselves. */
export function compileSide(ast: AstOf<'side'>): never {
  throw missingLeftSide(ast.operator, ast.at);
}

function missingLeftSide(operator: CompareOperator, at: AstOf<'side'>['at']) {
  return unsupported({ 'zh-CN': `左边没有值的“${operator}”`, en: `"${operator}" without a value before it` }, at, {
    'zh-CN': '请在它前面写上要比较的字段',
    en: 'Write the field to compare before it',
  });
}
