import type { SyntaxNode, Tree } from '@lezer/common';
import { parser, trackVariables } from 'lezer-feel';
import type { Limits } from '../types.ts';
import type { Ast, UnaryAst } from './ast.ts';
import { syntax, tooDeep, tooLong } from './problem.ts';
import { type Reader, readExpression } from './read.ts';

const quiet = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g;

/** Brackets are counted before the text is parsed: the parser's own tree is built by recursion. */
function checkBrackets(text: string, depth: number): void {
  let open = 0;
  for (const mark of text.replace(quiet, '')) {
    if (mark === '(' || mark === '[' || mark === '{') open++;
    else if (mark === ')' || mark === ']' || mark === '}') open--;
    if (Math.abs(open) > depth) throw tooDeep(depth);
  }
}

/** Words that the grammar keeps for itself: a fact of such a name cannot be reached by a formula. */
export const reservedWords: ReadonlySet<string> = new Set(
  'for return if then else some every satisfies in instance between and or null true false function external'.split(
    ' ',
  ),
);

/**
 * The grammar reads a run of plain words by itself; only names with keywords or marks in them have to be announced. One
 * that is nothing but a keyword is not: a fact called `return` would end every loop of its form.
 */
function isAnnounced(name: string): boolean {
  const isPlain = (word: string): boolean => !reservedWords.has(word) && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(word);
  return !reservedWords.has(name) && !name.split(' ').every(isPlain);
}

/** Whether a name is announced depends on nothing else, and the names of a form come again with each of its formulas. */
const announced = new Map<string, boolean>();

function remembers(name: string): boolean {
  const known = announced.get(name);
  if (known !== undefined) return known;
  const answer = isAnnounced(name);
  if (announced.size > 5000) announced.clear();
  announced.set(name, answer);
  return answer;
}

const parsers = new Map<string, typeof parser>();

/** Most forms announce no names of their own, so that a few parsers serve all formulas. */
function parserFor(top: 'Expression' | 'UnaryTests', names: Iterable<string>): typeof parser {
  const own = [...names].filter(remembers).sort();
  const key = JSON.stringify([top, own]);
  const known = parsers.get(key);
  if (known) return known;
  const contextTracker = trackVariables(Object.fromEntries(own.map((name) => [name, 1])));
  const configured = parser.configure({ top, contextTracker });
  if (parsers.size > 50) parsers.clear();
  parsers.set(key, configured);
  return configured;
}

function parseTree(text: string, top: 'Expression' | 'UnaryTests', names: Iterable<string>, limits: Limits): Tree {
  if (text.length > limits.length) throw tooLong(limits.length);
  checkBrackets(text, limits.depth);
  const tree = parserFor(top, names).parse(text);
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) throw syntax(text, { from: node.from, to: Math.max(node.to, node.from + 1) });
    },
  });
  return tree;
}

const isComment = (node: SyntaxNode): boolean => node.name === 'LineComment' || node.name === 'BlockComment';

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) if (!isComment(child)) children.push(child);
  return children;
}

/** Reads one FEEL expression; `names` are those in scope. Throws an ExpressionError with the place in the text. */
export function parseExpression(text: string, names: Iterable<string>, limits: Limits): Ast {
  const tree = parseTree(text, 'Expression', names, limits);
  const reader: Reader = { text, limits, childrenOf };
  const [root] = childrenOf(tree.topNode);
  if (!root) throw syntax(text, { from: 0, to: text.length });
  return readExpression(reader, root, 0);
}

/** Reads the cell of a decision table. */
export function parseUnaryTests(text: string, names: Iterable<string>, limits: Limits): UnaryAst {
  const tree = parseTree(text, 'UnaryTests', names, limits);
  const reader: Reader = { text, limits, childrenOf };
  const children = childrenOf(tree.topNode);
  if (children.some((child) => child.name === 'Wildcard')) return { wildcard: true, negated: false, tests: [] };
  const group = children.find((child) => child.name === 'PositiveUnaryTests');
  if (!group) throw syntax(text, { from: 0, to: text.length });
  const tests = childrenOf(group)
    .filter((child) => child.name === 'PositiveUnaryTest')
    .map((child) => readExpression(reader, child, 0));
  return { wildcard: false, negated: children[0]?.name === 'not', tests };
}
