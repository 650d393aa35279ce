import type { Localised } from '../../../engine/definition/index.ts';

/** What the engine itself puts into a message. */
export const enginePlaces: Readonly<Record<string, Localised>> = {
  link: { 'zh-CN': '链接', en: 'The link' },
  due: { 'zh-CN': '截止时间', en: 'Due at' },
  node: { 'zh-CN': '当前节点', en: 'The node' },
  reason: { 'zh-CN': '理由', en: 'The reason' },
};

/** A piece of a text: plain words, or what stands in a place. */
export interface Piece {
  text: string;
  place?: string;
  /** Nothing is known by this name. */
  isLost?: boolean;
}

/** A template with its places filled; {{ and }} are braces themselves, as the engine renders them. */
export function previewed(template: string, shown: (place: string) => string | undefined): Piece[] {
  const pieces: Piece[] = [];
  let rest = template;
  const plain = (words: string): void => {
    const last = pieces.at(-1);
    if (last && last.place === undefined) last.text += words;
    else if (words !== '') pieces.push({ text: words });
  };
  while (rest !== '') {
    const next = /\{\{|\}\}|\{([^{}]*)\}/.exec(rest);
    if (!next) {
      plain(rest);
      break;
    }
    plain(rest.slice(0, next.index));
    rest = rest.slice(next.index + next[0].length);
    if (next[1] === undefined) plain(next[0].charAt(0));
    else {
      const place = next[1].trim();
      const found = shown(place);
      pieces.push({ text: found ?? `{${place}}`, place, ...(found === undefined ? { isLost: true } : {}) });
    }
  }
  return pieces;
}
