/** One entry of a list to choose from. */
export interface PickItem {
  value: string;
  label: string;
  /** Quiet text at its end: a key, a type. */
  hint?: string;
  /** The heading that it stands under. */
  group?: string;
  depth?: number;
  disabled?: boolean;
  /** Found by these words too: the label in the other language. */
  words?: string;
}

/** Longer lists are narrowed by typing: drawing 500 entries costs more than anybody reads. */
const MOST = 120;

export function picked(
  items: readonly PickItem[],
  typed: string,
  isOpen: boolean,
): { shown: PickItem[]; more: number } {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter(({ label, value, words: other = '' }) => {
    const text = `${label} ${value} ${other}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const own = typed.trim();
  const isNew = isOpen && own !== '' && !items.some(({ value }) => value === own);
  const shown = isNew ? [...found.slice(0, MOST), { value: own, label: own }] : found.slice(0, MOST);
  return { shown, more: Math.max(0, found.length - MOST) };
}
