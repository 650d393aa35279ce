import type { Ast } from '../ast.ts';

/** Formulas that were parsed where the grammar is at hand, by text and announced names: plain JSON. */
export type ParsedFormulas = Readonly<Record<string, Ast>>;

export const parsedKey = (text: string, own: readonly string[]): string =>
  own.length === 0 ? text : JSON.stringify([text, own]);
