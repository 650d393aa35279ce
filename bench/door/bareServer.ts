import fastify from 'fastify';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { answerCpu } from './child.ts';
import type { Parameter, Plan, Source, Template } from './statement.ts';

/** As many connections as the product takes. */
const POOL_SIZE = 20;

interface Setup {
  connection: pg.PoolConfig;
  plans: Record<string, Plan>;
}

interface Body {
  data: unknown;
  [given: string]: unknown;
}

/** What one request writes with. */
interface Filling {
  slots: readonly string[];
  body: Body;
  moment: number;
  number: number;
}

/**
 * A route for each plan: the body is read, each value is put where it belongs, one statement is sent, the ids are
 * answered. No rights, no rules, no checks.
 */
async function listen({ connection, plans }: Setup): Promise<string> {
  const pool = new pg.Pool({ ...connection, max: POOL_SIZE });
  const app = fastify();
  let numbers = 1_000_000;
  for (const [name, plan] of Object.entries(plans)) {
    app.post(`/${name}`, async (request, reply) => {
      const slots = Array.from({ length: plan.slots }, () => uuid());
      const filling = { slots, body: request.body as Body, moment: Date.now(), number: ++numbers };
      const values = plan.parameters.map((one) => valueOf(one, filling));
      await pool.query({ name, text: plan.text, values });
      const ids = Object.entries(plan.answer).map(([key, slot]) => [key, slots[slot]]);
      return reply.code(201).send({ ...Object.fromEntries(ids), revision: 1, state: 'review' });
    });
  }
  return app.listen({ port: 0, host: '127.0.0.1' });
}

function valueOf(one: Parameter, filling: Filling): unknown {
  return one.is === 'json' ? JSON.stringify(filled(one.of, filling)) : sourced(one, filling);
}

function filled(template: Template, filling: Filling): unknown {
  switch (template.is) {
    case 'plain':
      return template.value;
    case 'list':
      return template.of.map((item) => filled(item, filling));
    case 'object': {
      const object: Record<string, unknown> = {};
      for (const [name, item] of template.of) object[name] = filled(item, filling);
      return object;
    }
    default:
      return sourced(template, filling);
  }
}

function sourced(one: Source, { slots, body, moment, number }: Filling): unknown {
  switch (one.is) {
    case 'constant':
      return one.value;
    case 'new':
      return slots[one.slot];
    case 'given':
      return body[one.name];
    case 'entered':
      return one.path.reduce((data, step) => (data as Record<string | number, unknown>)[step], body.data);
    case 'moment':
      return new Date(moment + one.after).toISOString();
    case 'number':
      return one.prefix + number;
  }
}

answerCpu();
process.once('message', (setup) => {
  void listen(setup as Setup).then((url) => process.send?.({ url }));
});
