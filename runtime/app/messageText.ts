const LINK = /\s*\[([^\]]*)\]\(([^)\s]*)\)/g;

/**
 * A message is written for chat robots as well, which read "[Open](https://…)" as a link. In the inbox the whole message
 * leads there: the words for it are left out, and other links are their words.
 */
export function inboxText(text: string, link: string | undefined): string {
  return text.replaceAll(LINK, (whole, words: string, to: string) => {
    if (to === link || to === '') return '';
    return `${/^\s/.test(whole) ? ' ' : ''}${words}`;
  });
}
