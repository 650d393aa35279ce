import fastify from 'fastify';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { answerCpu } from './child.ts';
import type { Parameter, Plan } from './statement.ts';

/** As many connections as the product takes. */
const POOL_SIZE = 20;

interface Setup {
  connection: pg.PoolConfig;
  plans: Record<string, Plan>;
}

/** A route for each plan: the body is read, one statement is sent, the ids are answered. No rights, no rules, no checks. */
async function listen({ connection, plans }: Setup): Promise<string> {
  const pool = new pg.Pool({ ...connection, max: POOL_SIZE });
  const app = fastify();
  let numbers = 1_000_000;
  for (const [name, plan] of Object.entries(plans)) {
    app.post(`/${name}`, async (request, reply) => {
      const given = request.body as Record<string, string>;
      const slots = Array.from({ length: plan.slots }, () => uuid());
      const values = plan.parameters.map((one) => valueOf(one, slots, given, () => ++numbers));
      await pool.query({ name, text: plan.text, values });
      const ids = Object.entries(plan.answer).map(([key, slot]) => [key, slots[slot]]);
      return reply.code(201).send({ ...Object.fromEntries(ids), revision: 1, state: 'review' });
    });
  }
  return app.listen({ port: 0, host: '127.0.0.1' });
}

function valueOf(
  one: Parameter,
  slots: readonly string[],
  given: Readonly<Record<string, string>>,
  number: () => number,
): string | null {
  switch (one.is) {
    case 'constant':
      return one.value;
    case 'new':
      return slots[one.slot] ?? null;
    case 'given':
      return given[one.name] ?? null;
    case 'number':
      return one.prefix + number();
  }
}

answerCpu();
process.once('message', (setup) => {
  void listen(setup as Setup).then((url) => process.send?.({ url }));
});
