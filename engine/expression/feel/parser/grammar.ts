import type { SyntaxNode, Tree } from '@lezer/common';
import { parser, trackVariables } from 'lezer-feel';
import type { Limits } from '../../types.ts';
import type { Ast, UnaryAst } from '../ast.ts';
import { syntax, tooDeep, tooLong } from '../problem.ts';
import { type Reader, readExpression } from '../read.ts';

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

const parsers = new Map<string, typeof parser>();

/** Most forms announce no names of their own, so that a few parsers serve all formulas. */
function parserFor(top: 'Expression' | 'UnaryTests', own: readonly string[]): typeof parser {
  const key = JSON.stringify([top, own]);
  const known = parsers.get(key);
  if (known) return known;
  const contextTracker = trackVariables(Object.fromEntries(own.map((name) => [name, 1])));
  const configured = parser.configure({ top, contextTracker });
  if (parsers.size > 50) parsers.clear();
  parsers.set(key, configured);
  return configured;
}

function parseTree(text: string, top: 'Expression' | 'UnaryTests', own: readonly string[], limits: Limits): Tree {
  if (text.length > limits.length) throw tooLong(limits.length);
  checkBrackets(text, limits.depth);
  const tree = parserFor(top, own).parse(text);
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

/** Reads one FEEL expression; `own` are the names in scope that have to be announced. Throws an ExpressionError with the place in the text. */
export function parseExpression(text: string, own: readonly string[], limits: Limits): Ast {
  const tree = parseTree(text, 'Expression', own, limits);
  const reader: Reader = { text, limits, childrenOf };
  const [root] = childrenOf(tree.topNode);
  if (!root) throw syntax(text, { from: 0, to: text.length });
  return readExpression(reader, root, 0);
}

/** Reads the cell of a decision table. */
export function parseUnaryTests(text: string, own: readonly string[], limits: Limits): UnaryAst {
  const tree = parseTree(text, 'UnaryTests', own, limits);
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
