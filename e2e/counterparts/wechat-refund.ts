import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, type Counterpart, type ListenOptions, openCounterpart, rawBody } from './counterpart.ts';
import { header, isObject, type JsonObject, jsonBody, pathParameter, queryOf, text } from './json-body.ts';
import { answerMessage, readMerchantClaim, requestMessage, signRsa, verifyRsa } from './wechatpay-signature.ts';

export type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';

export type WechatRefund = {
  at: string;
  refundId: string;
  outRefundNo: string;
  outTradeNo: string;
  transactionId: string;
  reason: string;
  /** In fen. */
  refund: number;
  total: number;
  status: RefundStatus;
  /** What it becomes once it has been asked for `pollsLeft` more times. */
  outcome: Exclude<RefundStatus, 'PROCESSING'>;
  pollsLeft: number;
  settledAt?: string;
};

export type WechatRefundCounterpart = Counterpart & {
  refunds: WechatRefund[];
  /** What the next refunds (and those still in work) come to; SUCCESS by itself. */
  force(outcome: Exclude<RefundStatus, 'PROCESSING'>): void;
  /** Fen that left the account: each refund number counts once. */
  paidFen(): number;
};

export type WechatRefundOptions = ListenOptions & {
  mchid: string;
  serial: string;
  /** PEM of the merchant's public key: what requests are verified with. */
  merchantPublicKey: string;
  platformSerial: string;
  /** PEM of the provider's private key: what answers are signed with. */
  platformPrivateKey: string;
  /** How many times a refund is still PROCESSING when it is asked for; 1 unless told. */
  polls?: number;
};

const CLOCK_SKEW_S = 300;

/** The provider's days are those of its zone. */
const DAY = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

function problem(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

function signatureFault(request: FastifyRequest, options: WechatRefundOptions, now: Date): Answer | undefined {
  const claim = readMerchantClaim(header(request, 'authorization'));
  if (!claim)
    return problem(401, 'SIGN_ERROR', 'Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》');
  if (claim.mchid !== options.mchid || claim.serial !== options.serial) {
    return problem(401, 'SIGN_ERROR', '商户证书序列号有误。请使用签名私钥匹配的证书序列号');
  }
  if (!(Math.abs(now.getTime() / 1000 - Number(claim.timestamp)) <= CLOCK_SKEW_S)) {
    return problem(401, 'SIGN_ERROR', 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟');
  }
  const message = requestMessage(request.method, request.url, claim.timestamp, claim.nonce, rawBody(request));
  return verifyRsa(message, claim.signature, options.merchantPublicKey)
    ? undefined
    : problem(401, 'SIGN_ERROR', '签名错误，验签失败');
}

function readRefund(
  body: JsonObject | undefined,
): Pick<WechatRefund, 'outRefundNo' | 'outTradeNo' | 'transactionId' | 'reason' | 'refund' | 'total'> | undefined {
  const amount = isObject(body?.amount) ? body.amount : {};
  const { refund, total } = amount;
  const wellFormed =
    typeof refund === 'number' && typeof total === 'number' && Number.isInteger(refund) && Number.isInteger(total);
  if (!body || !wellFormed || refund < 1 || refund > total || amount.currency !== 'CNY') return undefined;
  const outRefundNo = text(body.out_refund_no);
  const [outTradeNo, transactionId] = [text(body.out_trade_no), text(body.transaction_id)];
  if (!/^[0-9A-Za-z_\-|*@]{1,64}$/.test(outRefundNo) || (outTradeNo === '') === (transactionId === ''))
    return undefined;
  return { outRefundNo, outTradeNo, transactionId, reason: text(body.reason), refund, total };
}

function view(refund: WechatRefund): JsonObject {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    create_time: refund.at,
    ...(refund.settledAt && refund.status === 'SUCCESS' ? { success_time: refund.settledAt } : {}),
    status: refund.status,
    amount: {
      total: refund.total,
      refund: refund.refund,
      payer_total: refund.total,
      payer_refund: refund.refund,
      currency: 'CNY',
    },
  };
}

/** The refunds of one provider account: pure bookkeeping, without HTTP. */
class RefundBook {
  readonly refunds: WechatRefund[] = [];
  outcome: WechatRefund['outcome'] = 'SUCCESS';
  private readonly polls: number;
  private readonly now: () => Date;

  constructor(polls: number, now: () => Date) {
    this.polls = polls;
    this.now = now;
  }

  find(outRefundNo: string): WechatRefund | undefined {
    return this.refunds.find((refund) => refund.outRefundNo === outRefundNo);
  }

  ask(body: JsonObject | undefined): Answer {
    const wanted = readRefund(body);
    if (!wanted) return problem(400, 'PARAM_ERROR', '参数错误：请检查退款单号、订单号与金额（单位：分）');
    const known = this.find(wanted.outRefundNo);
    if (known && (known.refund !== wanted.refund || known.total !== wanted.total)) {
      return problem(400, 'INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
    }
    if (known) return { status: 200, body: view(this.again(known)) };
    if (this.refundedOf(wanted) + wanted.refund > wanted.total) {
      return problem(403, 'NOT_ENOUGH', '累计退款金额大于支付金额');
    }
    const refund: WechatRefund = {
      at: this.now().toISOString(),
      refundId: `503000${String(this.refunds.length + 1).padStart(22, '0')}`,
      ...wanted,
      status: 'PROCESSING',
      outcome: this.outcome,
      pollsLeft: this.polls,
    };
    this.refunds.push(refund);
    return { status: 200, body: view(refund) };
  }

  /** Asking moves a refund on: it is settled once it has been seen PROCESSING often enough. */
  poll(outRefundNo: string): Answer {
    const refund = this.find(outRefundNo);
    if (!refund) return problem(404, 'RESOURCE_NOT_EXISTS', '退款单不存在');
    if (refund.status === 'PROCESSING') {
      if (refund.pollsLeft > 0) refund.pollsLeft -= 1;
      else Object.assign(refund, { status: refund.outcome, settledAt: this.now().toISOString() });
    }
    return { status: 200, body: view(refund) };
  }

  /** An abnormal refund is taken up again under its own number; a closed one stays closed and needs a new number. */
  private again(refund: WechatRefund): WechatRefund {
    if (refund.status === 'ABNORMAL')
      Object.assign(refund, { status: 'PROCESSING', outcome: this.outcome, pollsLeft: this.polls });
    return refund;
  }

  /** What was paid back on a day, as the provider's statement lists it. */
  paidOn(date: string): Answer {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return problem(400, 'PARAM_ERROR', '参数错误：bill_date');
    const entries = this.refunds
      .filter(
        (refund) => refund.status === 'SUCCESS' && refund.settledAt && DAY.format(new Date(refund.settledAt)) === date,
      )
      .map((refund) => ({
        out_refund_no: refund.outRefundNo,
        refund_id: refund.refundId,
        out_trade_no: refund.outTradeNo,
        refund: refund.refund,
        success_time: refund.settledAt ?? '',
      }));
    return { status: 200, body: { bill_date: date, entries } };
  }

  private refundedOf(wanted: Pick<WechatRefund, 'outTradeNo' | 'transactionId'>): number {
    return this.refunds
      .filter((refund) => refund.outTradeNo === wanted.outTradeNo && refund.transactionId === wanted.transactionId)
      .filter((refund) => refund.status !== 'CLOSED')
      .reduce((sum, refund) => sum + refund.refund, 0);
  }
}

function sendSigned(reply: FastifyReply, answer: Answer, options: WechatRefundOptions, now: Date): FastifyReply {
  const body = JSON.stringify(answer.body);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const nonce = randomUUID().replaceAll('-', '');
  return reply
    .code(answer.status)
    .header('content-type', 'application/json; charset=utf-8')
    .header('wechatpay-timestamp', timestamp)
    .header('wechatpay-nonce', nonce)
    .header('wechatpay-serial', options.platformSerial)
    .header('wechatpay-signature', signRsa(answerMessage(timestamp, nonce, body), options.platformPrivateKey))
    .send(body);
}

/** WeChat Pay v3 domestic refunds: accepted is not done, amounts are fen, one refund number is one refund. */
export async function start(options: WechatRefundOptions): Promise<WechatRefundCounterpart> {
  const now = options.now ?? (() => new Date());
  const book = new RefundBook(options.polls ?? 1, now);
  const counterpart = await openCounterpart({
    ...options,
    name: 'wechat_refund',
    refuse: (code) =>
      problem(code === 'SYSTEM_ERROR' ? 500 : code === 'FREQUENCY_LIMITED' ? 429 : 403, code, 'forced failure'),
    routes: (app: FastifyInstance) => {
      app.post('/v3/refund/domestic/refunds', (request, reply) => {
        const answer = signatureFault(request, options, now()) ?? book.ask(jsonBody(request));
        return sendSigned(reply, answer, options, now());
      });
      app.get('/v3/refund/domestic/refunds/:no', (request, reply) => {
        const answer = signatureFault(request, options, now()) ?? book.poll(pathParameter(request, 'no'));
        return sendSigned(reply, answer, options, now());
      });
      app.get('/v3/bill/refunds', (request, reply) => {
        const answer = signatureFault(request, options, now()) ?? book.paidOn(queryOf(request).bill_date ?? '');
        return sendSigned(reply, answer, options, now());
      });
    },
    clear: () => {
      book.refunds.length = 0;
      book.outcome = 'SUCCESS';
    },
  });
  return Object.assign(counterpart, {
    refunds: book.refunds,
    force: (outcome: WechatRefund['outcome']) => {
      book.outcome = outcome;
      for (const refund of book.refunds) if (refund.status === 'PROCESSING') refund.outcome = outcome;
    },
    paidFen: () =>
      book.refunds.filter(({ status }) => status === 'SUCCESS').reduce((sum, { refund }) => sum + refund, 0),
  });
}
