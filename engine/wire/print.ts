import type { FileView } from './record.ts';

/** GET …/records/:id/print: a record as paper shows it, every value in words, nothing that its reader may not see. */
export interface PrintView {
  title: string;
  /** Of the app and the form. */
  over: string;
  /** The app’s logo, by its name. */
  logo?: string;
  header?: string;
  footer?: string;
  paper: 'A4' | 'A5' | 'letter';
  landscape: boolean;
  parts: PrintPartView[];
  /** “Printed”, when and by whom. */
  printed: string;
  templates: { key: string; label: string }[];
}

export type PrintPartView =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'fields'; columns: number; items: ({ label: string; isWide: boolean } & PrintCellView)[] }
  | {
      kind: 'table';
      label: string;
      columns: { label: string; isNumber: boolean; share: number }[];
      rows: PrintCellView[][];
    }
  | { kind: 'signatures'; labels: string[] }
  | { kind: 'break' };

/** A value in words, and the pictures among its files. */
export interface PrintCellView {
  text: string;
  pictures?: FileView[];
}
