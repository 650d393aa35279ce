import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Answer, type Counterpart, type ListenOptions, openCounterpart } from './counterpart.ts';
import { formBody, isObject, parseObject, text } from './json-body.ts';

/** kuaidi100's states: 0 on the way, 1 collected, 2 problem, 3 signed for, 4 sent back and signed, 5 out for delivery. */
export type ParcelState = '0' | '1' | '2' | '3' | '4' | '5';

export type ParcelEvent = { time: string; context: string; state: ParcelState };

export type Parcel = {
  company: string;
  number: string;
  state: ParcelState;
  events: ParcelEvent[];
  callbackUrl?: string;
  salt?: string;
};

export type Delivery = { at: string; number: string; url: string; accepted: boolean };

export type CarrierCounterpart = Counterpart & {
  parcels: Map<string, Parcel>;
  deliveries: Delivery[];
  /** Something happened to a parcel; whoever subscribed is told. Resolves when the call-back was answered or failed. */
  move(number: string, state: ParcelState, context: string): Promise<void>;
  /** Every call-back is sent twice while on. */
  duplicateCallbacks(on: boolean): void;
};

export type CarrierOptions = ListenOptions & { key: string; customer: string };

export function md5Upper(value: string): string {
  return createHash('md5').update(value, 'utf8').digest('hex').toUpperCase();
}

/** The signature of a query: param, key and customer. */
export function querySign(param: string, key: string, customer: string): string {
  return md5Upper(param + key + customer);
}

/** The signature of a call-back: param and the salt that the subscriber chose. */
export function callbackSign(param: string, salt: string): string {
  return md5Upper(param + salt);
}

function refused(returnCode: string, message: string): Answer {
  return { status: 200, body: { result: false, returnCode, message } };
}

const MESSAGES: Record<string, string> = {
  '500': '查询无结果，请隔段时间再查',
  '501': '重复订阅',
  '503': '验证签名失败',
  '600': '您不是合法的订阅者（即授权Key出错）',
  '700': '订阅方的订阅数据存在错误（如不支持的快递公司、单号为空、单号超长等）',
  '701': '订阅失败',
  '702': '识别不到该单号对应的快递公司',
};

/** kuaidi100 writes local times without a zone. */
function localTime(at: Date): string {
  const style = { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' } as const;
  return new Intl.DateTimeFormat('sv-SE', style).format(at);
}

function tracking(parcel: Parcel): Record<string, unknown> {
  const data = parcel.events
    .toReversed()
    .map(({ time, context, state }) => ({ time, ftime: time, context, statusCode: state }));
  const ischeck = parcel.state === '3' ? '1' : '0';
  return { message: 'ok', nu: parcel.number, com: parcel.company, ischeck, state: parcel.state, status: '200', data };
}

class ParcelBook {
  readonly parcels = new Map<string, Parcel>();

  query(request: FastifyRequest, options: CarrierOptions): Answer {
    const { customer = '', sign = '', param = '' } = formBody(request);
    if (customer !== options.customer || sign !== querySign(param, options.key, options.customer)) {
      return refused('503', '验证签名失败');
    }
    const parcel = this.parcels.get(text(parseObject(param)?.num));
    return parcel && parcel.events.length > 0
      ? { status: 200, body: tracking(parcel) }
      : refused('500', MESSAGES['500'] ?? '');
  }

  subscribe(request: FastifyRequest, options: CarrierOptions): Answer {
    const wanted = parseObject(formBody(request).param ?? '');
    const parameters = isObject(wanted?.parameters) ? wanted.parameters : {};
    if (!wanted || wanted.key !== options.key) return refused('600', MESSAGES['600'] ?? '');
    const [company, number, callbackUrl] = [text(wanted.company), text(wanted.number), text(parameters.callbackurl)];
    if (!/^[0-9A-Za-z-]{6,32}$/.test(number) || !URL.canParse(callbackUrl))
      return refused('700', MESSAGES['700'] ?? '');
    const known = this.parcels.get(number);
    if (known?.callbackUrl) return refused('501', '重复订阅');
    const salt = text(parameters.salt);
    this.parcels.set(number, { company, number, state: '0', events: [], ...known, callbackUrl, salt });
    return { status: 200, body: { result: true, returnCode: '200', message: '提交成功' } };
  }

  move(number: string, event: ParcelEvent): Parcel {
    const parcel = this.parcels.get(number) ?? { company: 'yuantong', number, state: event.state, events: [] };
    parcel.state = event.state;
    parcel.events.push(event);
    this.parcels.set(number, parcel);
    return parcel;
  }
}

/** Sends the call-back as kuaidi100 does; true when the subscriber answered that it was taken. */
async function push(parcel: Parcel): Promise<boolean> {
  if (!parcel.callbackUrl) return false;
  const status = parcel.state === '3' ? 'shutdown' : 'polling';
  const param = JSON.stringify({ status, message: '', lastResult: tracking(parcel) });
  const body = new URLSearchParams({ sign: callbackSign(param, parcel.salt ?? ''), param });
  try {
    const answer = await fetch(parcel.callbackUrl, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
    const said = parseObject(await answer.text());
    return answer.ok && said?.result === true;
  } catch (cause) {
    if (cause instanceof Error) return false;
    throw cause;
  }
}

/** kuaidi100: tracking queries, push subscriptions and signed call-backs to the subscriber. */
export async function start(options: CarrierOptions): Promise<CarrierCounterpart> {
  const now = options.now ?? (() => new Date());
  const book = new ParcelBook();
  const deliveries: Delivery[] = [];
  let twice = false;

  async function move(number: string, state: ParcelState, context: string): Promise<void> {
    const parcel = book.move(number, { time: localTime(now()), context, state });
    if (!parcel.callbackUrl) return;
    for (let sent = 0; sent < (twice ? 2 : 1); sent += 1) {
      const accepted = await push(parcel);
      deliveries.push({ at: now().toISOString(), number, url: parcel.callbackUrl, accepted });
    }
  }

  const counterpart = await openCounterpart({
    ...options,
    name: 'carrier',
    refuse: (code) => refused(code, MESSAGES[code] ?? 'forced failure'),
    routes: (app: FastifyInstance) => {
      app.post('/poll/query.do', (request, reply) => reply.send(book.query(request, options).body));
      app.post('/poll', (request, reply) => reply.send(book.subscribe(request, options).body));
    },
    clear: () => {
      book.parcels.clear();
      deliveries.length = 0;
      twice = false;
    },
  });
  const duplicateCallbacks = (on: boolean) => {
    twice = on;
  };
  return Object.assign(counterpart, { parcels: book.parcels, deliveries, move, duplicateCallbacks });
}
