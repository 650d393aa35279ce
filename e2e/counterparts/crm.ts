import type { Counterpart, ListenOptions } from './counterpart.ts';
import { jsonBody, pathParameter, text } from './json-body.ts';
import { bearerCounterpart } from './neutral.ts';

export type TimelineEntry = {
  at: string;
  customer: string;
  key: string;
  type: string;
  reason: string;
  process: unknown;
  csat?: number;
  url: string;
};

export type CrmCounterpart = Counterpart & { timeline: TimelineEntry[] };

/** The neutral CRM: a customer's timeline. */
export async function start(options: ListenOptions & { token: string }): Promise<CrmCounterpart> {
  const now = options.now ?? (() => new Date());
  const timeline: TimelineEntry[] = [];
  const counterpart = await bearerCounterpart({
    ...options,
    name: 'crm',
    routes: (app, answers) => {
      app.post('/customers/:id/timeline', (request, reply) =>
        answers.send(request, reply, (key) => {
          const body = jsonBody(request);
          const type = text(body?.type);
          if (!body || type === '') return { status: 422, body: { code: 'type_missing', message: 'type is required' } };
          const csat = Number(body.csat);
          timeline.push({
            at: now().toISOString(),
            customer: pathParameter(request, 'id'),
            key,
            type,
            reason: text(body.reason),
            process: body.process,
            ...(csat >= 1 && csat <= 5 ? { csat } : {}),
            url: text(body.url),
          });
          return { status: 201, body: { id: `T${timeline.length}`, type } };
        }),
      );
    },
    clear: () => {
      timeline.length = 0;
    },
  });
  return Object.assign(counterpart, { timeline });
}
