import type { Limits } from '../../types.ts';
import type { Ast, UnaryAst } from '../ast.ts';
import * as grammar from './grammar.ts';
import { announcedOf } from './names.ts';
import { type ParsedFormulas, parsedKey } from './parsed.ts';

/** What is parsed while somebody collects. */
let collected: Record<string, Ast> | undefined;

export function parseExpression(text: string, names: Iterable<string>, limits: Limits): Ast {
  const own = announcedOf(names);
  const ast = grammar.parseExpression(text, own, limits);
  if (collected !== undefined) collected[parsedKey(text, own)] = ast;
  return ast;
}

export function parseUnaryTests(text: string, names: Iterable<string>, limits: Limits): UnaryAst {
  return grammar.parseUnaryTests(text, announcedOf(names), limits);
}

/** The formulas that are compiled while this work is done, for a browser to compile them without the grammar. */
export function collectFormulas(work: () => void): ParsedFormulas {
  const before = collected;
  const found: Record<string, Ast> = Object.create(null) as Record<string, Ast>;
  collected = found;
  try {
    work();
  } finally {
    collected = before;
  }
  return found;
}

/** Here the grammar is always at hand. */
export const learnFormulas = (_parsed: ParsedFormulas): void => undefined;
export const loadGrammar = (): Promise<void> => Promise.resolve();
