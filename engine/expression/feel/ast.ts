import type { TextRange } from '../error.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';
export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export interface Iteration {
  name: string;
  at: TextRange;
  from: Ast;
  /** For `in from..to`. */
  to: Ast | undefined;
}

/** A FEEL expression without its spelling. Chains such as a + b - c are flat, so that a long sum is not a deep one. */
export type Ast = { at: TextRange } & (
  | { kind: 'null' }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'number'; text: string }
  | { kind: 'text'; value: string }
  | { kind: 'temporal'; text: string }
  | { kind: 'name'; name: string }
  | { kind: 'input' }
  | { kind: 'path'; base: Ast; key: string }
  | { kind: 'filter'; base: Ast; test: Ast }
  | { kind: 'call'; name: string; args: Ast[] }
  | { kind: 'list'; items: Ast[] }
  | { kind: 'context'; entries: { key: string; at: TextRange; value: Ast }[] }
  | { kind: 'range'; low: Ast; high: Ast; lowClosed: boolean; highClosed: boolean }
  | { kind: 'side'; operator: CompareOperator; end: Ast }
  | { kind: 'arithmetic'; first: Ast; rest: { operator: ArithmeticOperator; operand: Ast }[] }
  | { kind: 'negate'; operand: Ast }
  | { kind: 'compare'; operator: CompareOperator; left: Ast; right: Ast }
  | { kind: 'between'; value: Ast; low: Ast; high: Ast }
  | { kind: 'in'; value: Ast; tests: Ast[] }
  | { kind: 'and' | 'or'; parts: Ast[] }
  | { kind: 'if'; branches: { when: Ast; then: Ast }[]; otherwise: Ast }
  | { kind: 'for'; iterations: Iteration[]; body: Ast }
  | { kind: 'some' | 'every'; iterations: Iteration[]; body: Ast }
  | { kind: 'instance'; value: Ast; type: string }
  | { kind: 'function'; parameters: { name: string; at: TextRange }[]; body: Ast }
);

export type AstOf<K extends Ast['kind']> = Extract<Ast, { kind: K }>;

/** A decision-table cell: `-` is always true, otherwise one of the tests has to hold, or none with `not(…)`. */
export interface UnaryAst {
  wildcard: boolean;
  negated: boolean;
  tests: Ast[];
}
