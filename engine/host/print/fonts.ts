import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as fontkit from 'fontkit';
import { glyphOf, type Point } from './glyphs.ts';
import { truetypeOf } from './woff2.ts';

/** What a PDF is written with: Noto Sans SC, which has Latin and all common Chinese, cut into files by characters. */
const PACKAGE = '@fontsource-variable/noto-sans-sc';
export type Weight = 400 | 600;

/** The part of fontkit's fonts that is used here; it has no types of its own. */
export interface Instance {
  unitsPerEm: number;
  hasGlyphForCodePoint(point: number): boolean;
  glyphForCodePoint(point: number): { id: number; advanceWidth: number };
  createSubset(): Subset;
}
interface Subset {
  glyphEncoder: { encodeSimple(path: Path): Buffer };
}
interface Path {
  commands: { command: string; args: number[] }[];
}
interface Variable extends Instance {
  getVariation(axes: { wght: number }): Instance;
}

export interface Face {
  /** Of one file and weight: the same characters, the same name. */
  name: string;
  truetype: Buffer;
  instance: Instance;
}

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
let ranges: { file: string; from: number; to: number }[] | undefined;
const fonts = new Map<string, { truetype: Buffer; font: Variable }>();
const faces = new Map<string, Face>();
const byPoint = new Map<number, string | undefined>();

/** Read when the first document asks for it, and kept: a file takes a few milliseconds. */
export function faceFor(point: number, weight: Weight): Face | undefined {
  const file = fileOf(point);
  if (file === undefined) return undefined;
  const name = `${file}-${weight}`;
  const known = faces.get(name);
  if (known) return known;
  const { truetype, font } = fontOf(file);
  const face = { name, truetype: marked(truetype, faces.size + 1), instance: font.getVariation({ wght: weight }) };
  faces.set(name, face);
  return face;
}

/** pdfkit takes two fonts with the same name and the same sum for one, whatever their weight and characters. */
function marked(truetype: Buffer, number: number): Buffer {
  const own = Buffer.from(truetype);
  const count = own.readUInt16BE(4);
  for (let at = 12; at < 12 + count * 16; at += 16) {
    if (own.toString('latin1', at, at + 4) === 'head') own.writeUInt32BE(number, own.readUInt32BE(at + 8) + 8);
  }
  return own;
}

function fileOf(point: number): string | undefined {
  if (byPoint.has(point)) return byPoint.get(point);
  ranges ??= readRanges();
  // A file may claim more than it holds.
  const found = ranges.find(({ file, from, to }) => {
    return point >= from && point <= to && fontOf(file).font.hasGlyphForCodePoint(point);
  });
  byPoint.set(point, found?.file);
  return found?.file;
}

function fontOf(file: string): { truetype: Buffer; font: Variable } {
  const known = fonts.get(file);
  if (known) return known;
  const truetype = truetypeOf(readFileSync(join(folder, 'files', `noto-sans-sc-${file}-wght-normal.woff2`)));
  const made = { truetype, font: fontkit.create(truetype) as unknown as Variable };
  fonts.set(file, made);
  return made;
}

/** Latin first: its letters and digits stand in the Chinese files too, and one file for them is enough. */
function readRanges(): { file: string; from: number; to: number }[] {
  const listed = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>;
  const files = Object.keys(listed).sort((a, b) => Number(b === 'latin') - Number(a === 'latin'));
  return files.flatMap((key) =>
    (listed[key] ?? '').split(',').map((range) => {
      const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-');
      return { file: key.replace(/[[\]]/g, ''), from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
    }),
  );
}

/** A subset of a weight: fontkit's own way of writing varied outlines does not run on the library that it comes with. */
export function subsetOf(instance: Instance): Subset {
  const subset = instance.createSubset();
  subset.glyphEncoder = { encodeSimple: (path) => glyphOf(contoursOf(path)) };
  return subset;
}

function contoursOf({ commands }: Path): Point[][] {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    const [x = 0, y = 0, endX, endY] = args.map(Math.round);
    const contour = contours.at(-1);
    if (command === 'moveTo') contours.push([{ x, y, isOn: true }]);
    else if (command === 'lineTo') contour?.push({ x, y, isOn: true });
    else if (command === 'quadraticCurveTo' && endX !== undefined && endY !== undefined) {
      contour?.push({ x, y, isOn: false }, { x: endX, y: endY, isOn: true });
    }
  }
  return contours.map(withoutDouble).filter((contour) => contour.length > 2);
}

/** A contour closes by itself: its end is not its beginning once more. */
function withoutDouble(contour: Point[]): Point[] {
  const [first] = contour;
  const last = contour.at(-1);
  const isDouble = contour.length > 1 && last?.isOn && first?.x === last.x && first.y === last.y;
  return isDouble ? contour.slice(0, -1) : contour;
}
