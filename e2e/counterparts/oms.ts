import type { FastifyRequest } from 'fastify';
import { isAmount } from './amount.ts';
import type { Answer, Counterpart, ListenOptions } from './counterpart.ts';
import { isObject, type JsonObject, jsonBody, objects, pathParameter, text } from './json-body.ts';
import { bearerCounterpart } from './neutral.ts';
import { type Order, readOrders } from './order-book.ts';

export type Settlement = {
  at: string;
  returnNo: string;
  orderNo: string;
  type: string;
  amount: string;
  lines: JsonObject[];
};

export type OmsShipment = {
  at: string;
  shipmentNo: string;
  returnNo: string;
  carrier: string;
  trackingNo: string;
  lines: { sku: string; qty: number }[];
  /** Who gets it; without one it goes to the address of the order. */
  receiver?: JsonObject;
};

export type OmsCounterpart = Counterpart & {
  orders: Map<string, Order>;
  settlements: Settlement[];
  shipments: OmsShipment[];
  setStock(sku: string, available: number): void;
};

export type OmsOptions = ListenOptions & {
  token: string;
  /** A data definition with order rows, or a list of orders; times may be relative ('{{-3d 10:30}}'). */
  orders: unknown;
  /** Pieces at hand of a SKU that nothing else is said of. */
  stock?: number;
  /** What differs from it. */
  stockOf?: Record<string, number>;
};

type Books = {
  orders: Map<string, Order>;
  stock: Map<string, number>;
  settlements: Settlement[];
  shipments: OmsShipment[];
};

function problem(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

function quantities(body: JsonObject | undefined): { sku: string; qty: number }[] {
  return objects(body?.lines).map((line) => ({ sku: text(line.sku), qty: Number(line.qty) }));
}

function stockOf(books: Books, sku: string, otherwise: number): number {
  return books.stock.get(sku) ?? otherwise;
}

function settlementFault(books: Books, returnNo: string, body: JsonObject | undefined): Answer | undefined {
  const order = books.orders.get(text(body?.order_no));
  if (!body || !order) return problem(404, 'order_not_found', `no order ${text(body?.order_no)}`);
  if (books.settlements.some((settlement) => settlement.returnNo === returnNo)) {
    return problem(409, 'already_settled', `${returnNo} is settled already`);
  }
  const amount = text(body.amount);
  if (amount !== '' && Number(amount) !== 0 && !isAmount(amount)) {
    return problem(422, 'invalid_amount', 'amount must be a decimal with at most two places');
  }
  const wrong = quantities(body).find(({ sku, qty }) => {
    const bought = order.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + Number(line.qty), 0);
    return !Number.isInteger(qty) || qty < 0 || qty > bought;
  });
  return wrong ? problem(422, 'quantity_exceeds_order', `${wrong.sku}: more than was bought`) : undefined;
}

function settle(books: Books, request: FastifyRequest, now: Date, otherwise: number): Answer {
  const returnNo = pathParameter(request, 'no');
  const body = jsonBody(request);
  const fault = settlementFault(books, returnNo, body);
  if (fault || !body) return fault ?? problem(400, 'bad_json', 'a JSON object is expected');
  const lines = objects(body.lines);
  for (const line of lines.filter((each) => text(each.disposition) === 'restock')) {
    books.stock.set(text(line.sku), stockOf(books, text(line.sku), otherwise) + Number(line.qty));
  }
  books.settlements.push({
    at: now.toISOString(),
    returnNo,
    orderNo: text(body.order_no),
    type: text(body.type),
    amount: text(body.amount),
    lines,
  });
  const number = `ST${String(books.settlements.length).padStart(8, '0')}`;
  return { status: 201, body: { settlement_no: number, return_no: returnNo, status: 'booked' } };
}

function ship(books: Books, request: FastifyRequest, now: Date, otherwise: number): Answer {
  const body = jsonBody(request);
  const lines = quantities(body);
  if (!body || !books.orders.has(text(body.order_no)))
    return problem(404, 'order_not_found', `no order ${text(body?.order_no)}`);
  if (lines.length === 0 || lines.some(({ qty }) => !Number.isInteger(qty) || qty < 1)) {
    return problem(422, 'no_lines', 'at least one line with a quantity is required');
  }
  const short = lines.find(({ sku, qty }) => stockOf(books, sku, otherwise) < qty);
  if (short) return problem(409, 'out_of_stock', `${short.sku} is out of stock`);
  for (const { sku, qty } of lines) books.stock.set(sku, stockOf(books, sku, otherwise) - qty);
  const serial = String(books.shipments.length + 1).padStart(8, '0');
  const shipment: OmsShipment = {
    at: now.toISOString(),
    shipmentNo: `SH${serial}`,
    returnNo: text(body.return_no),
    carrier: 'shunfeng',
    trackingNo: `SF1${serial}0000`,
    lines,
    ...(isObject(body.receiver) ? { receiver: body.receiver } : {}),
  };
  books.shipments.push(shipment);
  const { shipmentNo: shipment_no, trackingNo: tracking_no, carrier } = shipment;
  return { status: 201, body: { shipment_no, tracking_no, carrier, status: 'created' } };
}

/** The neutral order system: orders are read, settlements and exchange shipments are booked once for each key. */
export async function start(options: OmsOptions): Promise<OmsCounterpart> {
  const now = options.now ?? (() => new Date());
  const otherwise = options.stock ?? 100;
  const books: Books = { orders: new Map(), stock: new Map(), settlements: [], shipments: [] };
  const open = () => {
    books.orders.clear();
    for (const [no, order] of readOrders(options.orders, now())) books.orders.set(no, order);
    books.stock.clear();
    for (const [sku, available] of Object.entries(options.stockOf ?? {})) books.stock.set(sku, available);
    books.settlements.length = 0;
    books.shipments.length = 0;
  };
  open();
  const counterpart = await bearerCounterpart({
    ...options,
    name: 'oms',
    routes: (app, answers) => {
      app.get('/orders/:no', (request, reply) => {
        const order = books.orders.get(pathParameter(request, 'no'));
        return order ? reply.send(order) : reply.code(404).send({ code: 'order_not_found', message: 'no such order' });
      });
      app.get('/stock/:sku', (request, reply) => {
        const sku = pathParameter(request, 'sku');
        return reply.send({ sku, available: stockOf(books, sku, otherwise) });
      });
      app.post('/returns/:no/settlement', (request, reply) =>
        answers.send(request, reply, () => settle(books, request, now(), otherwise)),
      );
      app.post('/shipments', (request, reply) =>
        answers.send(request, reply, () => ship(books, request, now(), otherwise)),
      );
    },
    clear: open,
  });
  const { orders, settlements, shipments } = books;
  const setStock = (sku: string, available: number) => void books.stock.set(sku, available);
  return Object.assign(counterpart, { orders, settlements, shipments, setStock });
}
