/** fontkit has no types of its own; what is used of a font is in fonts.ts. */
declare module 'fontkit' {
  export function create(data: Buffer): unknown;
}
