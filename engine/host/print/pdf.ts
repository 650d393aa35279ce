import PDFDocument from 'pdfkit';
import type { PrintCellView, PrintPartView, PrintView } from '../../wire.ts';
import { widthsOf } from './columns.ts';
import type { Pictures } from './pictures.ts';
import { heightOf, type Strip, Strips, sumOf } from './strips.ts';
import { type Style, Typesetter } from './typesetter.ts';

type Part<K extends PrintPartView['kind']> = Extract<PrintPartView, { kind: K }>;

const MARGIN = 48;
const FOOT = 24;
const GAP = 12;
const GREY = '#5b6472';
const LINE = '#d5d9e0';
const PAPER = { A4: 'A4', A5: 'A5', letter: 'LETTER' } as const;

const TITLE: Style = { size: 17, weight: 600 };
const HEADING: Style = { size: 12, weight: 600 };
const BODY: Style = { size: 10 };
const LABEL: Style = { size: 8.5, colour: GREY };
const SMALL: Style = { size: 8, colour: GREY };
const HEAD: Style = { size: 9, weight: 600 };

/** What stands left and right of a cell's text, and a hair's breadth for sums of fractions. */
const CELL = 9;

/** A photograph of 5 cm, a signature of 5 by 2; in a table's cell a stamp of either. */
const PICTURE = { width: 150, height: 112 };
const LOGO = { width: 96, height: 20 };
const STAMP = { width: 72, height: 54 };

/** The same as the print view, as PDF: made page by page, with the font's characters that it uses inside. */
export function pdfOf(view: PrintView, pictures: Pictures = new Map(), logo?: Buffer): Promise<Buffer> {
  const document = new PDFDocument({
    size: PAPER[view.paper],
    layout: view.landscape ? 'landscape' : 'portrait',
    margin: 0,
    bufferPages: true,
    info: { Title: view.title, Creator: view.over },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const paper = new Paper(document, view, pictures, logo);
  for (const part of view.parts) paper.add(part);
  paper.finish();
  document.end();
  return done;
}

class Paper {
  readonly #document: InstanceType<typeof PDFDocument>;
  readonly #type: Typesetter;
  readonly #strips: Strips;
  readonly #view: PrintView;
  readonly #width: number;
  readonly #bottom: number;
  readonly #logo: Buffer | undefined;
  #y = MARGIN;

  constructor(
    document: InstanceType<typeof PDFDocument>,
    view: PrintView,
    pictures: Pictures,
    logo: Buffer | undefined,
  ) {
    this.#logo = logo;
    this.#document = document;
    this.#type = new Typesetter(document);
    this.#strips = new Strips(document, this.#type, pictures);
    this.#view = view;
    this.#width = document.page.width - 2 * MARGIN;
    this.#bottom = document.page.height - MARGIN - FOOT;
    this.#head();
    this.#paragraph(view.title, TITLE);
    this.#y += GAP;
  }

  add(part: PrintPartView): void {
    switch (part.kind) {
      case 'heading':
        // Not alone at the foot of a page.
        this.#room(heightOf(HEADING) + 48);
        this.#paragraph(part.text, HEADING);
        this.#y += 4;
        break;
      case 'text':
        this.#paragraph(part.text, BODY);
        this.#y += GAP;
        break;
      case 'fields':
        this.#fields(part);
        break;
      case 'table':
        this.#table(part);
        break;
      case 'signatures':
        this.#signatures(part);
        break;
      case 'break':
        this.#page();
        break;
    }
  }

  /** The feet need to know how many pages there are. */
  finish(): void {
    const { start, count } = this.#document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.#document.switchToPage(page);
      const y = this.#bottom + FOOT - heightOf(SMALL) + 8;
      const left = [this.#view.footer, this.#view.printed].filter(Boolean).join(' · ');
      const right = `${page - start + 1} / ${count}`;
      const room = this.#width - this.#type.widthOf(right, SMALL) - GAP;
      this.#type.draw(this.#type.lines(left, room, SMALL)[0] ?? '', MARGIN, y, SMALL);
      this.#type.draw(right, MARGIN + this.#width - this.#type.widthOf(right, SMALL), y, SMALL);
    }
  }

  #head(): void {
    const text = this.#view.header ?? this.#view.over;
    const room = this.#width - (this.#logo ? LOGO.width + GAP : 0);
    this.#type.draw(this.#type.lines(text, room, SMALL)[0] ?? '', MARGIN, MARGIN - 20, SMALL);
    if (this.#logo) {
      const at = MARGIN + this.#width - LOGO.width;
      this.#document.image(this.#logo, at, MARGIN - 30, {
        fit: [LOGO.width, LOGO.height],
        align: 'right',
        valign: 'bottom',
      });
    }
    this.#rule(MARGIN - 6);
    this.#y = MARGIN + 4;
  }

  #page(): void {
    this.#document.addPage();
    this.#head();
  }

  #room(height: number): boolean {
    if (this.#y + height <= this.#bottom) return false;
    this.#page();
    return true;
  }

  #rule(y: number): void {
    this.#document
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.#width, y)
      .lineWidth(0.5)
      .stroke(LINE);
  }

  #paragraph(text: string, style: Style, x = MARGIN, width = this.#width): void {
    for (const line of this.#type.lines(text, width, style)) {
      this.#room(heightOf(style));
      this.#type.draw(line, x, this.#y, style);
      this.#y += heightOf(style);
    }
  }

  #fields({ columns, items }: Part<'fields'>): void {
    for (const row of rowsOf(items, columns)) {
      const width = row.length === 1 && row[0]?.isWide ? this.#width : this.#width / columns;
      const cells = row.map((item) => [
        ...this.#strips.text(item.label, width - GAP, LABEL),
        ...this.#strips.cell(item, width - GAP, BODY, PICTURE, '–'),
      ]);
      const height = Math.max(...cells.map(sumOf));
      // What is longer than a page runs on; everything else stays together.
      const [only] = cells;
      if (cells.length === 1 && only && height > this.#bottom - MARGIN) this.#long(only);
      else this.#together(cells, width, height);
      this.#y += 7;
    }
    this.#y += 5;
  }

  #together(cells: readonly Strip[][], width: number, height: number): void {
    this.#room(height);
    cells.forEach((strips, index) => drawDown(strips, MARGIN + index * width, this.#y));
    this.#y += height;
  }

  #long(strips: readonly Strip[]): void {
    for (const { height, draw } of strips) {
      this.#room(height);
      draw(MARGIN, this.#y);
      this.#y += height;
    }
  }

  /** A table that goes on over pages has its head on each of them. */
  #table({ label, columns, rows }: Part<'table'>): void {
    const widths = this.#widths(columns, rows);
    const cellsOf = (row: readonly PrintCellView[], style: Style): Strip[][] =>
      row.map((cell, index) => {
        const width = (widths[index] ?? 0) - CELL + 1;
        return columns[index]?.isNumber
          ? this.#strips.text(cell.text, width, style, true)
          : this.#strips.cell(cell, width, style, STAMP);
      });
    this.#room(72);
    if (label !== '') {
      this.#paragraph(label, HEADING);
      this.#y += 4;
    }
    const head = (): void => {
      const cells = cellsOf(
        columns.map((one) => ({ text: one.label })),
        HEAD,
      );
      this.#document.rect(MARGIN, this.#y - 2, this.#width, rowHeight(cells)).fill('#eef1f5');
      this.#row(cells, widths);
    };
    head();
    for (const row of rows) {
      const cells = cellsOf(row, BODY);
      if (this.#room(rowHeight(cells))) head();
      this.#row(cells, widths);
    }
    this.#y += GAP;
  }

  #widths(columns: Part<'table'>['columns'], rows: Part<'table'>['rows']): number[] {
    const wanted = columns.map(({ label }, index) => {
      const texts = rows.map((row) => row[index]?.text ?? '');
      const stamp = rows.some((row) => row[index]?.pictures) ? STAMP.width : 0;
      const least = Math.max(
        stamp,
        this.#type.leastOf(label, HEAD),
        ...texts.map((text) => this.#type.leastOf(text, BODY)),
      );
      const most = Math.max(
        stamp,
        this.#type.mostOf(label, HEAD),
        ...texts.map((text) => this.#type.mostOf(text, BODY)),
      );
      return { least: least + CELL, most: most + CELL };
    });
    return widthsOf(
      wanted,
      columns.map(({ share }) => share),
      this.#width,
    );
  }

  #row(cells: readonly Strip[][], widths: readonly number[]): void {
    const height = rowHeight(cells);
    let x = MARGIN;
    cells.forEach((strips, index) => {
      // A cell higher than a page is cut: paper has an end.
      drawDown(strips, x + 4, this.#y + 2, this.#bottom - 5);
      x += widths[index] ?? 0;
    });
    this.#y = Math.min(this.#y + height, this.#bottom);
    this.#rule(this.#y - 2);
  }

  #signatures({ labels }: Part<'signatures'>): void {
    this.#room(64);
    this.#y += 36;
    const width = this.#width / labels.length;
    labels.forEach((label, index) => {
      const x = MARGIN + index * width;
      this.#document
        .moveTo(x, this.#y)
        .lineTo(x + width - 24, this.#y)
        .lineWidth(0.7)
        .stroke(GREY);
      this.#type.draw(label, x, this.#y + 4, LABEL);
    });
    this.#y += 28;
  }
}

const rowHeight = (cells: readonly Strip[][]): number =>
  Math.max(heightOf(BODY), ...cells.map((strips) => sumOf(strips))) + 7;

/** One below the other, as far as there is room. */
function drawDown(strips: readonly Strip[], x: number, top: number, bottom = Number.POSITIVE_INFINITY): void {
  let y = top;
  for (const { height, draw } of strips) {
    if (y + height > bottom) return;
    draw(x, y);
    y += height;
  }
}

/** Side by side as many as there are columns; a long text has a row of its own. */
function rowsOf(items: Part<'fields'>['items'], columns: number): Part<'fields'>['items'][] {
  const rows: Part<'fields'>['items'][] = [];
  for (const item of items) {
    const last = rows.at(-1);
    if (!item.isWide && last && last.length < columns && !last[0]?.isWide) last.push(item);
    else rows.push([item]);
  }
  return rows;
}
