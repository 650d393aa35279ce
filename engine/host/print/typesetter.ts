import type PDFDocument from 'pdfkit';
import { type Face, faceFor, type Instance, subsetOf, type Weight } from './fonts.ts';

type Document = InstanceType<typeof PDFDocument>;

/** Shown for what no file has: an empty box, as everywhere. */
const MISSING = 0x25a1;
/** Chinese is broken between any two characters, but not before these nor after those. */
const NOT_FIRST = new Set('，。、；：！？）》」』】〕…,.;:!?)]}%”’');
const NOT_LAST = new Set('（《「『【〔([{“‘');

export interface Style {
  size: number;
  weight?: Weight;
  colour?: string;
}

/** Text in any of the font's files, measured, broken into lines and drawn. */
export class Typesetter {
  readonly #document: Document;
  readonly #registered = new Set<string>();

  constructor(document: Document) {
    this.#document = document;
  }

  widthOf(text: string, { size, weight = 400 }: Style): number {
    let width = 0;
    for (const sign of text) width += advance(sign, weight) * size;
    return width;
  }

  /** Narrower than this, a word of the text is broken. */
  leastOf(text: string, style: Style): number {
    const words = latinQuotes(text).split(/\r?\n/).flatMap(wordsOf);
    return Math.max(0, ...words.map((word) => this.widthOf(word.trimEnd(), style)));
  }

  /** What the text takes with no line broken. */
  mostOf(text: string, style: Style): number {
    const lines = latinQuotes(text).split(/\r?\n/);
    return Math.max(0, ...lines.map((line) => this.widthOf(line, style)));
  }

  /** The lines of a text that is at most so wide. A word longer than a line is broken where the line ends. */
  lines(text: string, width: number, style: Style): string[] {
    return latinQuotes(text)
      .split(/\r?\n/)
      .flatMap((line) => this.#broken(line, width, style));
  }

  #broken(text: string, width: number, style: Style): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of wordsOf(text)) {
      if (this.widthOf((line + word).trimEnd(), style) <= width) {
        line += word;
        continue;
      }
      if (line !== '') lines.push(line.trimEnd());
      line = '';
      for (const sign of word) {
        if (line !== '' && this.widthOf(line + sign, style) > width) {
          lines.push(line);
          line = '';
        }
        line += sign;
      }
    }
    return [...lines, line.trimEnd()];
  }

  /** One line, whose top stands at `y`. */
  draw(text: string, x: number, y: number, style: Style): void {
    const { size, weight = 400, colour = '#1b2130' } = style;
    const document = this.#document;
    document.fillColor(colour);
    let at = x;
    for (const { face, text: run } of runsOf(latinQuotes(text), weight)) {
      this.#use(face);
      document.fontSize(size).text(run, at, y, { lineBreak: false, features: [] });
      at += this.widthOf(run, style);
    }
  }

  #use(face: Face): void {
    const document = this.#document;
    if (this.#registered.has(face.name)) {
      document.font(face.name);
      return;
    }
    document.registerFont(face.name, face.truetype);
    document.font(face.name);
    this.#registered.add(face.name);
    // A variable font opens at its thinnest; pdfkit takes files only, so its weight is set where it has opened it.
    const open = (document as unknown as { _font: { font: Instance; subset: unknown } })._font;
    open.font = face.instance;
    open.subset = subsetOf(face.instance);
  }
}

/**
 * The font has quotation marks for Chinese only, as wide as a character: "Receiver’ s". Between Latin letters stand the
 * straight ones; in Chinese they stay.
 */
function latinQuotes(text: string): string {
  return text
    .replaceAll(/(?<=[\p{Script=Latin}\p{N}])’|‘(?=\p{Script=Latin})/gu, "'")
    .replaceAll(/(?<=^|[\s(])“(?=[\p{Script=Latin}\p{N}])|(?<=[\p{Script=Latin}\p{N}.!?])”(?=$|[\s).,;:!?])/gmu, '"');
}

function advance(sign: string, weight: Weight): number {
  const { face, point } = faceOf(sign, weight);
  return face ? face.instance.glyphForCodePoint(point).advanceWidth / face.instance.unitsPerEm : 1;
}

function faceOf(sign: string, weight: Weight): { face: Face | undefined; point: number } {
  const point = sign.codePointAt(0) ?? MISSING;
  const face = faceFor(point, weight);
  return face ? { face, point } : { face: faceFor(MISSING, weight), point: MISSING };
}

function runsOf(text: string, weight: Weight): { face: Face; text: string }[] {
  const runs: { face: Face; text: string }[] = [];
  for (const sign of text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')) {
    const { face, point } = faceOf(sign, weight);
    if (!face) continue;
    const last = runs.at(-1);
    if (last?.face === face) last.text += String.fromCodePoint(point);
    else runs.push({ face, text: String.fromCodePoint(point) });
  }
  return runs;
}

/** Where a line may end: after a space, and between Chinese characters. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  let open = false;
  for (const sign of text) {
    const last = words.at(-1);
    const isWide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u.test(sign);
    const clings = NOT_FIRST.has(sign) || (last !== undefined && NOT_LAST.has(last.at(-1) ?? ''));
    if (last !== undefined && (clings || (open && !isWide))) words[words.length - 1] = last + sign;
    else words.push(sign);
    open = !isWide && sign !== ' ';
  }
  return words;
}
