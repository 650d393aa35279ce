/**
 * Patterns that JavaScript's own engine may run: a row of characters and classes, each with at most one quantifier, no
 * groups and no choices. At most two of them vary in length (an open beginning counts as one), so that the worst text
 * costs its length squared and not its length to the power of the pattern.
 */
const plain = String.raw`[\p{L}\p{N} _@#%&,:;!"'/=<>~-]`;
const escaped = String.raw`\\(?:[dwDW]|[.\\/+*?()[\]{}|^$])`;
const inClass = String.raw`(?:[^\]\\[]|\\[dw.\\\]^-])`;
const atom = String.raw`(?:${plain}|${escaped}|\[\^?${inClass}+\]|\.)`;
const quantifier = String.raw`(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})`;
const simple = new RegExp(`^\\^?(?:${atom}${quantifier}?)*\\$?$`, 'u');
const pieces = new RegExp(`(${atom})(${quantifier})?`, 'gu');
const fixed = /^\{\d+\}$/;
const mostVarying = 2;

/** The same language as RE2 has, or undefined for a pattern that is left to RE2. */
export function simplePattern(source: string): RegExp | undefined {
  if (!simple.test(source)) return undefined;
  let varying = source.startsWith('^') ? 0 : 1;
  // RE2's "any" leaves out the line feed alone.
  const translated = source.replace(pieces, (_whole, one: string, many: string | undefined) => {
    if (many !== undefined && !fixed.test(many)) varying += 1;
    return (one === '.' ? '[^\\n]' : one) + (many ?? '');
  });
  if (varying > mostVarying) return undefined;
  try {
    return new RegExp(translated, 'u');
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
