import { RE2JS, RE2JSException } from 're2js';

/**
 * Regular expressions that people write in definitions. RE2's automaton takes time linear in the text whatever the
 * pattern, where JavaScript's own backtracks for ever on `(a+)+b`; back-references and look-around are refused.
 */
export type Pattern = RE2JS;

const known = new Map<string, Pattern | null>();
const maxLength = 500;

const flagOf: Record<string, number> = { i: RE2JS.CASE_INSENSITIVE, s: RE2JS.DOTALL, m: RE2JS.MULTILINE };

function build(source: string, flags: string): Pattern | null {
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

/** The compiled pattern, or null for one that is malformed, too long or not linear. */
export function compilePattern(source: string, flags = ''): Pattern | null {
  if (source.length > maxLength || flags.length > 8) return null;
  const key = `${flags}/${source}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const pattern = build(source, flags);
  if (known.size > 200) known.clear();
  known.set(key, pattern);
  return pattern;
}
