import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { Decimal } from 'decimal.js';

/** A line of the file as it stands there. */
export interface SalesLine {
  InvoiceNo: string;
  StockCode: string;
  Description: string;
  Quantity: string;
  InvoiceDate: string;
  UnitPrice: string;
  CustomerID: string;
}

/** An order that may cover a cancellation: how much of each article is still there to be sent back. */
interface Sale {
  no: string;
  customer: string;
  date: string;
  left: Map<string, number>;
}

export interface Cancellation {
  /** The cancelling invoice: C541433. */
  no: string;
  order: string;
  pieces: Map<string, number>;
  /** What the cancelling invoice gave back. */
  amount: Decimal;
}

export interface Cancellations {
  covered: Cancellation[];
  /** Reason → the invoices that could not become a return. */
  left: Map<string, string[]>;
}

export async function readSales(path: string): Promise<SalesLine[]> {
  const lines: SalesLine[] = [];
  const parser = createReadStream(path).pipe(parse({ columns: true, bom: true, trim: true }));
  for await (const line of parser as AsyncIterable<SalesLine>) lines.push(line);
  return lines;
}

/**
 * Each cancelled invoice goes to the latest earlier order of the same customer that still has all its pieces. What earlier
 * cancellations took is no longer there. An order that the import refused covers nothing.
 */
export function matchCancellations(lines: readonly SalesLine[], isImported: (no: string) => boolean): Cancellations {
  const sales = salesOf(lines, isImported);
  const covered: Cancellation[] = [];
  const left = new Map<string, string[]>();
  for (const [no, own] of invoices(lines.filter(({ InvoiceNo }) => InvoiceNo.startsWith('C')))) {
    const found = match(own, sales);
    if (typeof found === 'string') left.set(found, [...(left.get(found) ?? []), no]);
    else covered.push({ no, ...found });
  }
  return { covered, left };
}

function match(own: readonly SalesLine[], sales: ReadonlyMap<string, Sale[]>): Omit<Cancellation, 'no'> | string {
  const [first] = own;
  if (first === undefined || own.some(({ CustomerID }) => CustomerID === '')) return 'no_customer';
  if (own.some((line) => !isArticle(line))) return 'not_an_article';
  const pieces = new Map<string, number>();
  for (const { StockCode, Quantity } of own) pieces.set(StockCode, (pieces.get(StockCode) ?? 0) - Number(Quantity));
  if ([...pieces.values()].some((count) => count <= 0)) return 'nothing_sent_back';
  const earlier = (sales.get(first.CustomerID) ?? []).filter(({ date }) => date <= first.InvoiceDate);
  if (earlier.length === 0) return 'no_earlier_order';
  const sale = earlier.findLast(({ left }) => [...pieces].every(([sku, count]) => (left.get(sku) ?? 0) >= count));
  if (sale === undefined) return 'not_covered_by_one_order';
  for (const [sku, count] of pieces) sale.left.set(sku, (sale.left.get(sku) ?? 0) - count);
  const amount = own.reduce((sum, line) => sum.minus(new Decimal(line.UnitPrice).times(line.Quantity)), new Decimal(0));
  return { order: sale.no, pieces, amount };
}

function salesOf(lines: readonly SalesLine[], isImported: (no: string) => boolean): Map<string, Sale[]> {
  const byCustomer = new Map<string, Sale[]>();
  for (const [no, own] of invoices(lines.filter(isSold))) {
    const [first] = own;
    if (first === undefined || !isImported(no)) continue;
    const left = new Map<string, number>();
    for (const { StockCode, Quantity } of own) left.set(StockCode, (left.get(StockCode) ?? 0) + Number(Quantity));
    const sale = { no, customer: first.CustomerID, date: first.InvoiceDate, left };
    byCustomer.set(sale.customer, [...(byCustomer.get(sale.customer) ?? []), sale]);
  }
  for (const sales of byCustomer.values()) sales.sort((a, b) => (a.date < b.date ? -1 : 1));
  return byCustomer;
}

function isArticle({ StockCode }: SalesLine): boolean {
  return /^\d{5}/.test(StockCode);
}

/** The same lines that the mapping lets in. */
export function isSold(line: SalesLine): boolean {
  if (line.InvoiceNo.startsWith('C') || line.CustomerID === '' || !isArticle(line)) return false;
  return Number(line.Quantity) > 0 && new Decimal(line.UnitPrice).greaterThan(0);
}

export function invoices(lines: readonly SalesLine[]): Map<string, SalesLine[]> {
  const found = new Map<string, SalesLine[]>();
  for (const line of lines) found.set(line.InvoiceNo, [...(found.get(line.InvoiceNo) ?? []), line]);
  return found;
}
