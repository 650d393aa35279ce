import { compileSource, patternsLoading } from '#patterns';
import type { Pattern } from './patterns/linear.ts';

/** Regular expressions that people write in definitions. */
export type { Pattern };
export { patternsLoading };

const known = new Map<string, Pattern | null>();
const maxLength = 500;

/** The compiled pattern, or null for one that is malformed, too long or not linear. */
export function compilePattern(source: string, flags = ''): Pattern | null {
  if (source.length > maxLength || flags.length > 8) return null;
  const key = `${flags}/${source}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const pattern = compileSource(source, flags);
  if (known.size > 200) known.clear();
  known.set(key, pattern);
  return pattern;
}
