import type { Localised } from './types.ts';

/** Where in the text of the expression, in UTF-16 units from its start. */
export interface TextRange {
  from: number;
  to: number;
}

/** What a person has to know about a formula or a condition that cannot be used. */
export class ExpressionError extends Error {
  readonly code: string;
  readonly localised: Localised;
  readonly cure: Localised | undefined;
  /** The part of a formula's text. */
  readonly at: TextRange | undefined;
  /** The part of a condition, a JSON pointer: "/all/0/value". */
  readonly path: string | undefined;

  constructor(
    code: string,
    localised: Localised,
    place: { cure?: Localised | undefined; at?: TextRange | undefined; path?: string | undefined } = {},
  ) {
    super(localised.en);
    this.name = 'ExpressionError';
    this.code = code;
    this.localised = localised;
    this.cure = place.cure;
    this.at = place.at;
    this.path = place.path;
  }

  /** For people and the API: `at` is the path in a condition, `range` the place in the text of a formula. */
  forPeople(): { code: string; message: Localised; at?: string; range?: TextRange; cure?: Localised } {
    return {
      code: this.code,
      message: this.localised,
      ...(this.path === undefined ? {} : { at: this.path }),
      ...(this.at === undefined ? {} : { range: this.at }),
      ...(this.cure === undefined ? {} : { cure: this.cure }),
    };
  }

  /** The same fault of a formula, found in a larger thing. */
  within(path: string): ExpressionError {
    const inner = this.path ?? '';
    return new ExpressionError(this.code, this.localised, { cure: this.cure, at: this.at, path: path + inner });
  }
}
