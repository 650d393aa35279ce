import type { Limits } from '../../types.ts';
import type { Ast, UnaryAst } from '../ast.ts';
import { announcedOf } from './names.ts';
import { type ParsedFormulas, parsedKey } from './parsed.ts';

/**
 * In a browser formulas come parsed with the form that they belong to: the grammar is 40 kB packed, a fifth of a portal's
 * first screen. Only where formulas are written (the designer) is it fetched.
 */
type Grammar = typeof import('./grammar.ts');

let grammar: Grammar | undefined;
const known = new Map<string, Ast>();

/** Formulas that the server has parsed, before the form they belong to is compiled. */
export function learnFormulas(parsed: ParsedFormulas): void {
  for (const [key, ast] of Object.entries(parsed)) known.set(key, ast);
}

/** For screens where formulas are written. */
export async function loadGrammar(): Promise<void> {
  grammar ??= await import('./grammar.ts');
}

function grammarFor(text: string): Grammar {
  if (grammar === undefined) throw new Error(`The formula was not sent parsed, and the grammar is not loaded: ${text}`);
  return grammar;
}

export function parseExpression(text: string, names: Iterable<string>, limits: Limits): Ast {
  const own = announcedOf(names);
  return known.get(parsedKey(text, own)) ?? grammarFor(text).parseExpression(text, own, limits);
}

export function parseUnaryTests(text: string, names: Iterable<string>, limits: Limits): UnaryAst {
  return grammarFor(text).parseUnaryTests(text, announcedOf(names), limits);
}
