import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Bank {
  url: string;
  /** Idempotency key → how often it was asked for. One key is one payment. */
  payments: Map<string, { payment: string; asked: number }>;
  stop(): Promise<void>;
}

/** The expenses app's outside system, over real HTTP: pays once for each key. */
export async function startBank(): Promise<Bank> {
  const payments: Bank['payments'] = new Map();
  const server = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'] ?? '');
    request.resume().on('end', () => {
      const known = payments.get(key) ?? { payment: randomUUID(), asked: 0 };
      known.asked += 1;
      payments.set(key, known);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ payment: known.payment }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    payments,
    stop: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}
