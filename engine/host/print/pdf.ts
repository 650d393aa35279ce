import PDFDocument from 'pdfkit';
import type { PrintPartView, PrintView } from '../../wire.ts';
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

const heightOf = ({ size }: Style): number => size * 1.45;

/** The same as the print view, as PDF: made page by page, with the font's characters that it uses inside. */
export function pdfOf(view: PrintView): Promise<Buffer> {
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
  const paper = new Paper(document, view);
  for (const part of view.parts) paper.add(part);
  paper.finish();
  document.end();
  return done;
}

class Paper {
  readonly #document: InstanceType<typeof PDFDocument>;
  readonly #type: Typesetter;
  readonly #view: PrintView;
  readonly #width: number;
  readonly #bottom: number;
  #y = MARGIN;

  constructor(document: InstanceType<typeof PDFDocument>, view: PrintView) {
    this.#document = document;
    this.#type = new Typesetter(document);
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
    this.#type.draw(this.#type.lines(text, this.#width, SMALL)[0] ?? '', MARGIN, MARGIN - 20, SMALL);
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
      const cells = row.map(({ label, text }) => ({
        label: this.#type.lines(label, width - GAP, LABEL),
        text: this.#type.lines(text || '–', width - GAP, BODY),
      }));
      const height = Math.max(
        ...cells.map((cell) => cell.label.length * heightOf(LABEL) + cell.text.length * heightOf(BODY)),
      );
      // What is longer than a page runs on; everything else stays together.
      const [only] = cells;
      if (cells.length === 1 && only && height > this.#bottom - MARGIN) this.#long(only);
      else this.#together(cells, width, height);
      this.#y += 7;
    }
    this.#y += 5;
  }

  #together(cells: readonly { label: string[]; text: string[] }[], width: number, height: number): void {
    this.#room(height);
    cells.forEach(({ label, text }, index) => {
      let y = this.#y;
      for (const [lines, style] of [[label, LABEL] as const, [text, BODY] as const]) {
        for (const line of lines) {
          this.#type.draw(line, MARGIN + index * width, y, style);
          y += heightOf(style);
        }
      }
    });
    this.#y += height;
  }

  #long({ label, text }: { label: string[]; text: string[] }): void {
    for (const [lines, style] of [[label, LABEL] as const, [text, BODY] as const]) {
      for (const line of lines) {
        this.#room(heightOf(style));
        this.#type.draw(line, MARGIN, this.#y, style);
        this.#y += heightOf(style);
      }
    }
  }

  /** A table that goes on over pages has its head on each of them. */
  #table({ label, columns, rows }: Part<'table'>): void {
    const all = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (share / all) * this.#width);
    this.#room(72);
    if (label !== '') {
      this.#paragraph(label, HEADING);
      this.#y += 4;
    }
    const head = (): void => {
      this.#document
        .rect(
          MARGIN,
          this.#y - 2,
          this.#width,
          this.#rowHeight(
            columns.map((one) => one.label),
            widths,
            HEAD,
          ),
        )
        .fill('#eef1f5');
      this.#row(
        columns.map((one) => one.label),
        columns,
        widths,
        HEAD,
      );
    };
    head();
    for (const row of rows) {
      const height = this.#rowHeight(row, widths, BODY);
      if (this.#room(height)) head();
      this.#row(row, columns, widths, BODY);
    }
    this.#y += GAP;
  }

  #rowHeight(cells: readonly string[], widths: readonly number[], style: Style): number {
    const lines = cells.map((text, index) => this.#type.lines(text, (widths[index] ?? 0) - 8, style).length);
    return Math.max(1, ...lines) * heightOf(style) + 7;
  }

  #row(cells: readonly string[], columns: Part<'table'>['columns'], widths: readonly number[], style: Style): void {
    const height = this.#rowHeight(cells, widths, style);
    // A cell higher than a page is cut: paper has an end.
    const most = Math.max(1, Math.floor((this.#bottom - this.#y - 7) / heightOf(style)));
    let x = MARGIN;
    cells.forEach((text, index) => {
      const width = widths[index] ?? 0;
      this.#type
        .lines(text, width - 8, style)
        .slice(0, most)
        .forEach((line, at) => {
          const indent = columns[index]?.isNumber ? width - 8 - this.#type.widthOf(line, style) : 0;
          this.#type.draw(line, x + 4 + indent, this.#y + 2 + at * heightOf(style), style);
        });
      x += width;
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
