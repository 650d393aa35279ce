import type PDFDocument from 'pdfkit';
import type { FileView, PrintCellView } from '../../wire.ts';
import type { Pictures } from './pictures.ts';
import type { Style, Typesetter } from './typesetter.ts';

type Document = InstanceType<typeof PDFDocument>;

/** What a page's end does not cut: a line of text, or a row of pictures. Points, as everywhere on paper. */
export interface Strip {
  height: number;
  draw(x: number, y: number): void;
}

/** The most that a picture takes. */
export interface Box {
  width: number;
  height: number;
}

/** As pdfkit opens it; an orientation above 4 lies on its side. */
interface Opened {
  width: number;
  height: number;
  orientation?: number;
}

const BETWEEN = 6;

export const heightOf = ({ size }: Style): number => size * 1.45;
export const sumOf = (strips: readonly Strip[]): number => strips.reduce((sum, { height }) => sum + height, 0);

/** Text and pictures laid into a width, line by line. */
export class Strips {
  readonly #document: Document;
  readonly #type: Typesetter;
  readonly #pictures: Pictures;
  /** Each is in the file once, however often it is drawn. */
  readonly #opened = new Map<string, Opened | undefined>();

  constructor(document: Document, type: Typesetter, pictures: Pictures) {
    this.#document = document;
    this.#type = type;
    this.#pictures = pictures;
  }

  /** `isNumber`: its lines end at the right. */
  text(text: string, width: number, style: Style, isNumber = false): Strip[] {
    return this.#type.lines(text, width, style).map((line) => ({
      height: heightOf(style),
      draw: (x, y) => this.#type.draw(line, isNumber ? x + width - this.#type.widthOf(line, style) : x, y, style),
    }));
  }

  /** Its text, then its pictures; those that cannot be drawn are named. Something stands there even for nothing. */
  cell(cell: PrintCellView, width: number, style: Style, box: Box, empty = ''): Strip[] {
    const { pictures = [] } = cell;
    const drawn = pictures.flatMap((picture) => this.#open(picture) ?? []);
    const named = pictures.filter((picture) => this.#open(picture) === undefined).map(({ name }) => name);
    const text = [cell.text, ...named].filter(Boolean).join('\n');
    const lines = text === '' && drawn.length > 0 ? [] : this.text(text || empty, width, style);
    return [...lines, ...this.#rows(drawn, width, box)];
  }

  /** As many side by side as there is room for. */
  #rows(pictures: readonly Opened[], width: number, box: Box): Strip[] {
    const rows: { picture: Opened; size: Box; at: number }[][] = [];
    let at = 0;
    for (const picture of pictures) {
      const size = fitted(picture, { width: Math.min(width, box.width), height: box.height });
      const last = rows.at(-1);
      if (last === undefined || at + size.width > width) rows.push([{ picture, size, at: 0 }]);
      else last.push({ picture, size, at });
      at = (rows.at(-1)?.at(-1)?.at ?? 0) + size.width + BETWEEN;
    }
    return rows.map((row) => ({
      height: Math.max(...row.map(({ size }) => size.height)) + BETWEEN,
      draw: (x, y) => {
        for (const { picture, size, at: left } of row) this.#image(picture, x + left, y + BETWEEN / 2, size);
      },
    }));
  }

  #image(picture: Opened, x: number, y: number, { width, height }: Box): void {
    // pdfkit takes what it has opened, which its types do not say.
    this.#document.image(picture as unknown as string, x, y, { width, height });
  }

  #open({ id }: FileView): Opened | undefined {
    const bytes = this.#pictures.get(id);
    if (bytes !== undefined && !this.#opened.has(id)) this.#opened.set(id, this.#read(bytes));
    return this.#opened.get(id);
  }

  #read(bytes: Buffer): Opened | undefined {
    try {
      return (this.#document as unknown as { openImage(bytes: Buffer): Opened }).openImage(bytes);
    } catch {
      // A picture that its reader does not understand is named instead.
      return undefined;
    }
  }
}

/** As large as the box allows, and no larger than it is at 96 pixels an inch. */
function fitted({ width, height, orientation = 1 }: Opened, box: Box): Box {
  const [wide, high] = orientation > 4 ? [height, width] : [width, height];
  const scale = Math.min(box.width / wide, box.height / high, 0.75);
  return { width: wide * scale, height: high * scale };
}
