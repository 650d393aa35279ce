import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import type { CommandResult as WireResult } from '../../wire.ts';
import type { Locale } from '../access/actor.ts';
import { type CommandResult, refusals } from '../door/index.ts';

/** The command's id: from the body or the header; one of our own where the caller does not mean to repeat it. */
export function commandId(request: FastifyRequest): string {
  const body = request.body as { command?: string } | null | undefined;
  const header = request.headers['idempotency-key'];
  const given = body?.command ?? (typeof header === 'string' ? header : undefined);
  if (given === undefined) return randomUUID();
  if (!isUuid(given)) throw refusals.badCommand('idempotency-key');
  return given;
}

export function wireResult(result: CommandResult, locale: Locale): WireResult {
  return {
    id: result.record,
    revision: result.revision,
    ...(result.state !== null && { state: result.state }),
    ...(result.title !== null && { title: result.title }),
    ...(result.already && {
      already: {
        code: result.already.code,
        message: result.already.message[locale],
        ...(result.already.outcome !== undefined && { outcome: result.already.outcome }),
      },
    }),
    ...(result.warnings && { warnings: result.warnings.map((warning) => warning[locale]) }),
  };
}
