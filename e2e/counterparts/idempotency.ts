import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Answer, rawBody } from './counterpart.ts';
import { header } from './json-body.ts';

type Kept = { fingerprint: string; answer: Answer };

/**
 * Idempotency-Key as our neutral contracts have it: the first final answer to a key is kept and given again;
 * the same key with another body is refused with 409. Failures of the server (5xx, 429) are not kept.
 */
export class IdempotentAnswers {
  private readonly kept = new Map<string, Kept>();

  clear(): void {
    this.kept.clear();
  }

  send(request: FastifyRequest, reply: FastifyReply, work: (key: string) => Answer): FastifyReply {
    const key = header(request, 'idempotency-key');
    if (key === '')
      return reply.code(400).send({ code: 'idempotency_key_missing', message: 'Idempotency-Key is required' });
    const fingerprint = createHash('sha256')
      .update(`${request.method} ${request.url}\n${rawBody(request)}`)
      .digest('hex');
    const before = this.kept.get(key);
    if (before && before.fingerprint !== fingerprint) {
      return reply.code(409).send({ code: 'idempotency_key_reused', message: 'this key came with another request' });
    }
    if (before) return reply.code(before.answer.status).header('idempotent-replayed', 'true').send(before.answer.body);
    const answer = work(key);
    if (answer.status < 500 && answer.status !== 429) this.kept.set(key, { fingerprint, answer });
    return reply.code(answer.status).send(answer.body);
  }
}
