import type { SyntaxNode } from '@lezer/common';
import type { TextRange } from '../error.ts';
import type { Limits } from '../types.ts';
import type { ArithmeticOperator, Ast, CompareOperator, Iteration } from './ast.ts';
import { syntax, tooDeep, unsupported } from './problem.ts';

/** The text under the tree, and how deep it may go. */
export interface Reader {
  text: string;
  limits: Limits;
  childrenOf(node: SyntaxNode): SyntaxNode[];
}

type Read = (reader: Reader, node: SyntaxNode, depth: number) => Ast;

const rangeOf = (node: SyntaxNode): TextRange => ({ from: node.from, to: node.to });
const textOf = (reader: Reader, node: SyntaxNode): string => reader.text.slice(node.from, node.to);
const nameOf = (reader: Reader, node: SyntaxNode): string => textOf(reader, node).replace(/\s+/g, ' ').trim();

/** The tree is sound where the parser found no error; this says so if a grammar ever changes. */
function part(reader: Reader, node: SyntaxNode, parts: readonly SyntaxNode[], index: number): SyntaxNode {
  const found = parts.at(index);
  if (!found) throw syntax(reader.text, rangeOf(node));
  return found;
}

/** Punctuation and keywords have names of their own marks; what remains are expressions. */
const marks = new Set(['(', ')', '[', ']', '{', '}', ',', '.', '..', ':', '->', 'in', 'between', 'and', 'or', 'if']);
const wordMarks = new Set([
  'then',
  'else',
  'for',
  'return',
  'some',
  'every',
  'satisfies',
  'instance',
  'of',
  'function',
]);
const isMark = (node: SyntaxNode): boolean => marks.has(node.name) || wordMarks.has(node.name);

const expressionsIn = (reader: Reader, node: SyntaxNode): SyntaxNode[] =>
  reader.childrenOf(node).filter((child) => !isMark(child));

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\' };

/** `\n`, `\"`, `\\`, `\u6771`, `\U01F40E` (DMN 1.3, 10.3.1.2, rule 64 to 66). */
function unescape(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/gs, (whole, four, six, one) => {
    const point = Number.parseInt(four ?? six ?? '', 16);
    if (point <= 0x10ffff) return String.fromCodePoint(point);
    return escapes[one ?? ''] ?? whole;
  });
}

const readText: Read = (reader, node) => ({ kind: 'text', value: unescape(textOf(reader, node)), at: rangeOf(node) });

const readArithmetic: Read = (reader, node, depth) => {
  const rest: { operator: ArithmeticOperator; operand: Ast }[] = [];
  let left = node;
  while (left.name === 'ArithmeticExpression') {
    const parts = reader.childrenOf(left);
    if (parts.length < 3) break;
    const mark = textOf(reader, part(reader, left, parts, 1));
    const operator = (mark === '^' ? '**' : mark) as ArithmeticOperator;
    rest.push({ operator, operand: readExpression(reader, part(reader, left, parts, 2), depth + 1) });
    left = part(reader, left, parts, 0);
  }
  if (rest.length > 0) {
    return {
      kind: 'arithmetic',
      first: readExpression(reader, left, depth + 1),
      rest: rest.reverse(),
      at: rangeOf(node),
    };
  }
  const parts = reader.childrenOf(node);
  const operand = readExpression(reader, part(reader, node, parts, -1), depth + 1);
  return textOf(reader, part(reader, node, parts, 0)) === '-'
    ? { kind: 'negate', operand, at: rangeOf(node) }
    : operand;
};

function readLogic(kind: 'and' | 'or', name: string): Read {
  return (reader, node, depth) => {
    const parts: Ast[] = [];
    let left = node;
    while (left.name === name) {
      const sides = expressionsIn(reader, left);
      parts.push(readExpression(reader, part(reader, left, sides, 1), depth + 1));
      left = part(reader, left, sides, 0);
    }
    parts.push(readExpression(reader, left, depth + 1));
    return { kind, parts: parts.reverse(), at: rangeOf(node) };
  };
}

const readComparison: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const left = part(reader, node, parts, 0);
  const value = readExpression(reader, left, depth + 1);
  const mark = part(reader, node, parts, 1);
  const at = rangeOf(node);
  if (mark.name === 'between') {
    const low = readExpression(reader, part(reader, node, parts, 2), depth + 1);
    return { kind: 'between', value, low, high: readExpression(reader, part(reader, node, parts, 4), depth + 1), at };
  }
  if (mark.name === 'in') {
    const group = parts.find((each) => each.name === 'PositiveUnaryTests');
    const tests = (group ? reader.childrenOf(group) : parts).filter((each) => each.name === 'PositiveUnaryTest');
    return { kind: 'in', value, tests: tests.map((each) => readExpression(reader, each, depth + 1)), at };
  }
  const operator = textOf(reader, mark) as CompareOperator;
  return {
    kind: 'compare',
    operator,
    left: value,
    right: readExpression(reader, part(reader, node, parts, 2), depth + 1),
    at,
  };
};

const readIf: Read = (reader, node, depth) => {
  const branches: { when: Ast; then: Ast }[] = [];
  let rest = node;
  while (rest.name === 'IfExpression') {
    const parts = expressionsIn(reader, rest);
    const when = readExpression(reader, part(reader, rest, parts, 0), depth + 1);
    branches.push({ when, then: readExpression(reader, part(reader, rest, parts, 1), depth + 1) });
    rest = part(reader, rest, parts, 2);
  }
  return { kind: 'if', branches, otherwise: readExpression(reader, rest, depth + 1), at: rangeOf(node) };
};

function readIteration(reader: Reader, node: SyntaxNode, depth: number): Iteration {
  const parts = reader.childrenOf(node);
  const name = part(reader, node, parts, 0);
  const [from, to] = expressionsIn(reader, part(reader, node, parts, -1));
  if (!from) throw syntax(reader.text, rangeOf(node));
  return {
    name: nameOf(reader, name),
    at: rangeOf(name),
    from: readExpression(reader, from, depth + 1),
    to: to && readExpression(reader, to, depth + 1),
  };
}

const readLoop: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const which = part(reader, node, parts, 0).name;
  const group = parts.find((each) => each.name === 'InExpressions');
  if (!group) throw syntax(reader.text, rangeOf(node));
  const iterations = reader
    .childrenOf(group)
    .filter((each) => each.name === 'InExpression')
    .map((each) => readIteration(reader, each, depth));
  const body = readExpression(reader, part(reader, node, parts, -1), depth + 1);
  const kind = which === 'some' || which === 'every' ? which : 'for';
  return { kind, iterations, body, at: rangeOf(node) };
};

const readPath: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const base = readExpression(reader, part(reader, node, parts, 0), depth + 1);
  return { kind: 'path', base, key: nameOf(reader, part(reader, node, parts, -1)), at: rangeOf(node) };
};

const readFilter: Read = (reader, node, depth) => {
  const [base, test] = expressionsIn(reader, node);
  if (!base || !test) throw syntax(reader.text, rangeOf(node));
  const inner = readExpression(reader, test, depth + 1);
  return { kind: 'filter', base: readExpression(reader, base, depth + 1), test: inner, at: rangeOf(node) };
};

const readCall: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const callee = part(reader, node, parts, 0);
  const at = rangeOf(node);
  const named = parts.find((each) => each.name === 'NamedParameters');
  if (named) {
    const cure = { 'zh-CN': '请按顺序写参数', en: 'Write the arguments in their order' };
    throw unsupported({ 'zh-CN': '按名称传参', en: 'Arguments by name' }, rangeOf(named), cure);
  }
  if (!['VariableName', 'SpecialFunctionName', 'DateTimeConstructor'].includes(callee.name)) {
    throw unsupported({ 'zh-CN': '调用一个计算结果', en: 'Calling a result' }, rangeOf(callee));
  }
  const group = parts.find((each) => each.name === 'PositionalParameters');
  const args = group ? expressionsIn(reader, group).map((each) => readExpression(reader, each, depth + 1)) : [];
  return { kind: 'call', name: nameOf(reader, callee), args, at };
};

const readDateTime: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const literal = parts.find((each) => each.name === 'AtLiteral');
  if (!literal) return readCall(reader, node, depth);
  return { kind: 'temporal', text: unescape(textOf(reader, literal).slice(1)), at: rangeOf(node) };
};

const readContext: Read = (reader, node, depth) => {
  const entries = reader
    .childrenOf(node)
    .filter((each) => each.name === 'ContextEntry')
    .map((entry) => {
      const parts = reader.childrenOf(entry);
      const key = part(reader, entry, parts, 0);
      const written = nameOf(reader, key);
      const value = readExpression(reader, part(reader, entry, parts, -1), depth + 1);
      return { key: written.startsWith('"') ? unescape(written) : written, at: rangeOf(key), value };
    });
  return { kind: 'context', entries, at: rangeOf(node) };
};

const readSimpleTest: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const first = part(reader, node, parts, 0);
  if (first.name === 'Interval') return readExpression(reader, first, depth + 1);
  const end = readExpression(reader, part(reader, node, parts, 1), depth + 1);
  return { kind: 'side', operator: textOf(reader, first) as CompareOperator, end, at: rangeOf(node) };
};

const readInterval: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const low = readExpression(reader, part(reader, node, parts, 1), depth + 1);
  const high = readExpression(reader, part(reader, node, parts, 3), depth + 1);
  const lowClosed = part(reader, node, parts, 0).name === '[';
  return {
    kind: 'range',
    low,
    high,
    lowClosed,
    highClosed: part(reader, node, parts, -1).name === ']',
    at: rangeOf(node),
  };
};

const readInstance: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const value = readExpression(reader, part(reader, node, parts, 0), depth + 1);
  return { kind: 'instance', value, type: nameOf(reader, part(reader, node, parts, -1)), at: rangeOf(node) };
};

const readFunction: Read = (reader, node, depth) => {
  const parts = reader.childrenOf(node);
  const formal = parts.find((each) => each.name === 'FormalParameters');
  const parameters = (formal ? expressionsIn(reader, formal) : []).map((each) => ({
    name: nameOf(reader, part(reader, each, reader.childrenOf(each), 0)),
    at: rangeOf(each),
  }));
  const [inner] = expressionsIn(reader, part(reader, node, parts, -1));
  if (!inner) throw syntax(reader.text, rangeOf(node));
  return { kind: 'function', parameters, body: readExpression(reader, inner, depth + 1), at: rangeOf(node) };
};

const readInner: Read = (reader, node, depth) => {
  const [inner] = expressionsIn(reader, node);
  if (!inner) throw syntax(reader.text, rangeOf(node));
  return readExpression(reader, inner, depth + 1);
};

const readers: Record<string, Read> = {
  null: (_reader, node) => ({ kind: 'null', at: rangeOf(node) }),
  '?': (_reader, node) => ({ kind: 'input', at: rangeOf(node) }),
  BooleanLiteral: (reader, node) => ({ kind: 'boolean', value: textOf(reader, node) === 'true', at: rangeOf(node) }),
  NumericLiteral: (reader, node) => ({
    kind: 'number',
    text: textOf(reader, node).replace(/\s/g, ''),
    at: rangeOf(node),
  }),
  StringLiteral: readText,
  DateTimeLiteral: readDateTime,
  VariableName: (reader, node) => ({ kind: 'name', name: nameOf(reader, node), at: rangeOf(node) }),
  ParenthesizedExpression: readInner,
  PositiveUnaryTest: readInner,
  PathExpression: readPath,
  FilterExpression: readFilter,
  FunctionInvocation: readCall,
  List: (reader, node, depth) => ({
    kind: 'list',
    items: expressionsIn(reader, node).map((each) => readExpression(reader, each, depth + 1)),
    at: rangeOf(node),
  }),
  Context: readContext,
  SimplePositiveUnaryTest: readSimpleTest,
  Interval: readInterval,
  ArithmeticExpression: readArithmetic,
  Comparison: readComparison,
  Conjunction: readLogic('and', 'Conjunction'),
  Disjunction: readLogic('or', 'Disjunction'),
  IfExpression: readIf,
  ForExpression: readLoop,
  QuantifiedExpression: readLoop,
  InstanceOfExpression: readInstance,
  FunctionDefinition: readFunction,
};

export function readExpression(reader: Reader, node: SyntaxNode, depth: number): Ast {
  if (depth > reader.limits.depth) throw tooDeep(reader.limits.depth, rangeOf(node));
  const read = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined;
  if (!read) throw unsupported({ 'zh-CN': `“${node.name}”`, en: `"${node.name}"` }, rangeOf(node));
  return read(reader, node, depth);
}
