import type { Json } from '../../expression/types.ts';

/** RFC 3986: encodeURIComponent leaves !'()* as they are, signatures do not. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A value as it is written into an address, a header or a form: lists and contexts as JSON, null as nothing. */
export function plainText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** name=value&…, in the order given; what is null is left out. */
export function encodePairs(pairs: Readonly<Record<string, Json>>): string {
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(plainText(value))}`)
    .join('&');
}

/** Pairs in the order of their names by code unit, which is what every provider means by "sorted". */
export function sortPairs(pairs: Readonly<Record<string, Json>>): [string, string][] {
  return Object.entries(pairs)
    .filter(([, value]) => value !== null)
    .map(([name, value]): [string, string] => [name, plainText(value)])
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
}
