export type MaskKind = 'phone' | 'email' | 'tail' | 'name' | 'all';

const stars = '***';

function maskEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return at < 1 ? stars : `${[...text][0] ?? ''}${stars}${text.slice(at)}`;
}

function maskPhone(text: string): string {
  return text.length < 8 ? stars : `${text.slice(0, 3)}****${text.slice(-4)}`;
}

/** What is short shows nothing: a tail of four is no secret when there are only five. */
const maskTail = (text: string): string => (text.length < 8 ? stars : `****${text.slice(-4)}`);

function maskName(text: string): string {
  const letters = [...text];
  return letters.length < 2 ? stars : `${letters[0]}${'*'.repeat(Math.min(letters.length - 1, 3))}`;
}

const masks: Record<MaskKind, (text: string) => string> = {
  phone: maskPhone,
  email: maskEmail,
  tail: maskTail,
  name: maskName,
  all: () => stars,
};

export const maskText = (text: string, kind: MaskKind): string => masks[kind](text);
