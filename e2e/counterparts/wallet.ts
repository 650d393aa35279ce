import { Decimal } from 'decimal.js';
import type { FastifyRequest } from 'fastify';
import { isAmount } from './amount.ts';
import type { Answer, Counterpart, ListenOptions } from './counterpart.ts';
import { jsonBody, pathParameter, text } from './json-body.ts';
import { bearerCounterpart } from './neutral.ts';

export type WalletCredit = { at: string; customer: string; refundNo: string; amount: string };

export type WalletCounterpart = Counterpart & { credits: WalletCredit[] };

/** The neutral wallet: credits are booked once for each refund number. */
export async function start(options: ListenOptions & { token: string }): Promise<WalletCounterpart> {
  const now = options.now ?? (() => new Date());
  const credits: WalletCredit[] = [];

  function balance(customer: string): string {
    const own = credits.filter((credit) => credit.customer === customer);
    return own.reduce((sum, credit) => sum.plus(credit.amount), new Decimal(0)).toFixed(2);
  }

  function book(request: FastifyRequest, key: string): Answer {
    const customer = pathParameter(request, 'customer');
    const body = jsonBody(request);
    const refundNo = text(body?.refund_no);
    const amount = text(body?.amount);
    if (refundNo === '' || !isAmount(amount)) {
      return { status: 422, body: { code: 'invalid_credit', message: 'refund_no and a positive amount are required' } };
    }
    if (key !== refundNo) {
      return { status: 422, body: { code: 'key_mismatch', message: 'Idempotency-Key must be the refund_no' } };
    }
    credits.push({ at: now().toISOString(), customer, refundNo, amount: new Decimal(amount).toFixed(2) });
    return { status: 201, body: { refund_no: refundNo, status: 'SUCCESS', balance: balance(customer) } };
  }

  const counterpart = await bearerCounterpart({
    ...options,
    name: 'wallet',
    routes: (app, answers) => {
      app.post('/wallets/:customer/credits', (request, reply) =>
        answers.send(request, reply, (key) => book(request, key)),
      );
      app.get('/wallets/:customer', (request, reply) => {
        const customer = pathParameter(request, 'customer');
        return reply.send({ customer, balance: balance(customer), currency: 'CNY' });
      });
    },
    clear: () => {
      credits.length = 0;
    },
  });
  return Object.assign(counterpart, { credits });
}
