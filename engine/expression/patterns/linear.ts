import { RE2JS, RE2JSException } from 're2js';

/**
 * Regular expressions by RE2's automaton: its time is linear in the text whatever the pattern, where JavaScript's own
 * backtracks for ever on `(a+)+b`. Back-references and look-around are refused.
 */
export interface Pattern {
  /** Whether it is found anywhere in the text. */
  test(text: string): boolean;
  matcher(text: string): Matcher;
  split(text: string, limit?: number): string[];
}

export interface Matcher {
  find(): boolean;
  groupCount(): number;
  group(index: number): string | null;
  start(): number;
  end(): number;
}

const flagOf: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, m: RE2JS.MULTILINE };

/** Null for one that is malformed or not linear. */
export function compileLinear(source: string, flags: string): Pattern | null {
  let bits = 0;
  for (const flag of flags) {
    const bit = flagOf[flag];
    if (bit === undefined) return null;
    bits |= bit;
  }
  try {
    return RE2JS.compile(source, bits);
  } catch (error) {
    if (error instanceof RE2JSException) return null;
    throw error;
  }
}
