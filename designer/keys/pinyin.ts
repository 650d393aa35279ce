import type { Label } from '../../engine/definition/index.ts';
import { freeKey, isWide, latinKey, wordsOf } from './keys.ts';

/** The dictionary weighs 145 kB on the wire, and is only fetched for a name that needs it. */
const dictionary = () => import('pinyin-pro');

/** A Chinese name as it is said, without tones: 客户 → "ke hu". */
async function spelled(name: string): Promise<string> {
  const { pinyin } = await dictionary();
  return pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true }).join(' ');
}

/**
 * The key of what has an address (an app, a form, a board) or is named by programs (a role, a setting): Latin letters, of the
 * English name or of how the Chinese one is said. `fallback`: for names without any letter.
 */
export async function keyFor(label: Label | undefined, fallback: string, taken: readonly string[]): Promise<string> {
  const name = wordsOf(label);
  const key = latinKey(isWide(name) ? await spelled(name) : name);
  return freeKey(key === '' ? fallback : key, taken);
}
