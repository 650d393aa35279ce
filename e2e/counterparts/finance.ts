import { Decimal } from 'decimal.js';
import type { FastifyRequest } from 'fastify';
import { isAmount } from './amount.ts';
import type { Answer, Counterpart, ListenOptions } from './counterpart.ts';
import { jsonBody, pathParameter, queryOf, text } from './json-body.ts';
import { bearerCounterpart } from './neutral.ts';

export type LedgerEntry = {
  at: string;
  date: string;
  invoiceNo: string;
  refundNo: string;
  amount: string;
  redInvoiceNo: string;
};

export type FinanceCounterpart = Counterpart & { ledger: LedgerEntry[] };

export type FinanceOptions = ListenOptions & {
  token: string;
  /** The books are kept by the days of this zone. */
  timeZone?: string;
};

/** The neutral finance system: red-letter invoices, each booked in the day's ledger. */
export async function start(options: FinanceOptions): Promise<FinanceCounterpart> {
  const now = options.now ?? (() => new Date());
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: options.timeZone ?? 'Asia/Shanghai', dateStyle: 'short' });
  const ledger: LedgerEntry[] = [];

  function bookRed(request: FastifyRequest, key: string): Answer {
    const body = jsonBody(request);
    const refundNo = text(body?.refund_no);
    const amount = text(body?.amount);
    if (refundNo === '' || !isAmount(amount)) {
      return {
        status: 422,
        body: { code: 'invalid_red_invoice', message: 'refund_no and a positive amount are required' },
      };
    }
    if (key !== `${refundNo}:red`) {
      return { status: 422, body: { code: 'key_mismatch', message: 'Idempotency-Key must be {refund_no}:red' } };
    }
    const entry: LedgerEntry = {
      at: now().toISOString(),
      date: day.format(now()),
      invoiceNo: pathParameter(request, 'no'),
      refundNo,
      amount: new Decimal(amount).neg().toFixed(2),
      redInvoiceNo: `RED${String(ledger.length + 1).padStart(8, '0')}`,
    };
    ledger.push(entry);
    return { status: 201, body: { red_invoice_no: entry.redInvoiceNo, refund_no: refundNo, amount: entry.amount } };
  }

  function ledgerOf(date: string): Answer {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) {
      return { status: 422, body: { code: 'invalid_date', message: 'date is required, as 2026-03-02' } };
    }
    const entries = ledger
      .filter((entry) => entry.date === date)
      .map((entry) => ({
        refund_no: entry.refundNo,
        invoice_no: entry.invoiceNo,
        red_invoice_no: entry.redInvoiceNo,
        amount: entry.amount,
        at: entry.at,
      }));
    return { status: 200, body: { date, currency: 'CNY', entries } };
  }

  const counterpart = await bearerCounterpart({
    ...options,
    name: 'finance',
    routes: (app, answers) => {
      app.post('/invoices/:no/red', (request, reply) => answers.send(request, reply, (key) => bookRed(request, key)));
      app.get('/ledger', (request, reply) => {
        const answer = ledgerOf(queryOf(request).date ?? '');
        return reply.code(answer.status).send(answer.body);
      });
    },
    clear: () => {
      ledger.length = 0;
    },
  });
  return Object.assign(counterpart, { ledger });
}
