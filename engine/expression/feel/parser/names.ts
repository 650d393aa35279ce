/** Words that the grammar keeps for itself: a fact of such a name cannot be reached by a formula. */
export const reservedWords: ReadonlySet<string> = new Set(
  'for return if then else some every satisfies in instance between and or null true false function external'.split(
    ' ',
  ),
);

/**
 * The grammar reads a run of plain words by itself; only names with keywords or marks in them have to be announced. One
 * that is nothing but a keyword is not: a fact called `return` would end every loop of its form.
 */
function isAnnounced(name: string): boolean {
  const isPlain = (word: string): boolean => !reservedWords.has(word) && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(word);
  return !reservedWords.has(name) && !name.split(' ').every(isPlain);
}

/** Whether a name is announced depends on nothing else, and the names of a form come again with each of its formulas. */
const announced = new Map<string, boolean>();

function remembers(name: string): boolean {
  const known = announced.get(name);
  if (known !== undefined) return known;
  const answer = isAnnounced(name);
  if (announced.size > 5000) announced.clear();
  announced.set(name, answer);
  return answer;
}

/** Those of the names in scope that the grammar has to be told, sorted: most forms have none. */
export function announcedOf(names: Iterable<string>): string[] {
  return [...names].filter(remembers).sort();
}
