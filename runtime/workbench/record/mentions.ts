import type { CommentView, Person } from '../../../engine/wire.ts';

const nameOf = ({ name, login }: Person) => name || login;

/** The text in pieces: those that name somebody who was mentioned, and what stands between. */
export function piecesOf({
  text,
  mentions,
}: Pick<CommentView, 'text' | 'mentions'>): { text: string; isMention: boolean }[] {
  const names = mentions.map((person) => `@${nameOf(person)}`).sort((a, b) => b.length - a.length);
  const pieces: { text: string; isMention: boolean }[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const name = names.find((one) => text.startsWith(one, at));
    if (name === undefined) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, isMention: false });
    plain = '';
    pieces.push({ text: name, isMention: true });
    at += name.length;
  }
  if (plain !== '') pieces.push({ text: plain, isMention: false });
  return pieces;
}

/** What is being typed after an @ where the cursor stands; undefined: nobody is being looked for. */
export function soughtAt(text: string, cursor: number): { from: number; search: string } | undefined {
  const before = text.slice(0, cursor);
  const found = /(?:^|[\s，。、；：（(])@([^\s@]{0,20})$/u.exec(before);
  return found ? { from: before.length - (found[1] ?? '').length - 1, search: found[1] ?? '' } : undefined;
}

/** Those of the people chosen whose names are still there when it is sent. */
export function stillNamed(text: string, people: readonly Person[]): string[] {
  const ids = people.filter((person) => text.includes(`@${nameOf(person)}`)).map(({ id }) => id);
  return [...new Set(ids)];
}

export { nameOf };
