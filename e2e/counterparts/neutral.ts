import type { FastifyInstance } from 'fastify';
import { requireBearer } from './bearer.ts';
import { type Counterpart, type ListenOptions, openCounterpart } from './counterpart.ts';
import { IdempotentAnswers } from './idempotency.ts';

export type NeutralSpec = ListenOptions & {
  name: string;
  token: string;
  routes: (app: FastifyInstance, answers: IdempotentAnswers) => void;
  clear: () => void;
};

/** The contracts that are ours (order system, CRM, wallet, finance): JSON, bearer token, Idempotency-Key on every write. */
export async function bearerCounterpart(spec: NeutralSpec): Promise<Counterpart> {
  const answers = new IdempotentAnswers();
  return openCounterpart({
    ...spec,
    routes: (app) => {
      requireBearer(app, spec.token);
      spec.routes(app, answers);
    },
    clear: () => {
      answers.clear();
      spec.clear();
    },
  });
}
