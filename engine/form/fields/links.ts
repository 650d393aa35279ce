/**
 * What may become a link. An allow-list, never a clean-up: http and https with a host, without a name before an @ (which
 * makes one host look like another), without spaces, quotes and backslashes.
 */
const web = /^https?:\/\/[^\s/?#@:\\"'<>]+(:\d{1,5})?([/?#][^\s\\"'<>]*)?$/i;
const mail = /^mailto:[^\s@\\"'<>?]+@[^\s@\\"'<>?]+$/i;
const longest = 2000;

export const webAddress = (text: string): boolean => text.length <= longest && web.test(text);

/** In a rich text an e-mail address may be a link too. */
export const linkAddress = (text: string): boolean => webAddress(text) || (text.length <= longest && mail.test(text));
