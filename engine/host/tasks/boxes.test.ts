import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../access/actor.ts';
import { Connections } from '../door/connections.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';
import { boxSql, MOST_COUNTED } from './boxes.ts';

let the: Stage;
let mia: UserActor;

beforeAll(async () => {
  the = await stage(await testDatabase());
  mia = await the.actor('mia');
  const { knex } = the.host.database;
  await knex.raw(
    `insert into engine.instance (id, record, app, form, flow, version, status, data, revision, seq, head, started_at)
     values (gen_random_uuid(), gen_random_uuid(), ?, 'claim', 'approval', 1, 'running', '{}', 1, 0, '', '2026-03-01T00:00:00Z')`,
    [the.app],
  );
});

/** Open tasks, so many of each kind. */
async function tasks(count: number, more: Record<string, unknown> = {}): Promise<void> {
  const { knex } = the.host.database;
  const columns = { kind: 'approve', assignee: null, role: null, having: null, separate: null, due_at: null, ...more };
  await knex.raw(
    `insert into engine.task (id, instance, app, form, record, flow, node, kind, assignee, role, "having", status, separate, created_at, due_at, overdue)
     select gen_random_uuid(), i.id, i.app, i.form, i.record, i.flow, 'manager', :kind, :assignee, :role, :having, 'open',
       :separate, '2026-03-01T00:00:00Z'::timestamptz + n * interval '1 minute', :due_at::timestamptz + n * interval '1 minute', :overdue
     from generate_series(1, ${count}) n, (select * from engine.instance order by id limit 1) i`,
    { overdue: false, ...columns },
  );
}

const sql = () => new Connections(the.host.database.knex);
const empty = () => the.host.database.knex('engine.task').delete();
const todo = (actor = mia, more: object = {}) => the.host.tasks.list({ box: 'todo', ...more }, actor, 'en');
const counted = async (actor = mia) => (await the.host.tasks.counts(actor)).todo;

describe('the box of what is to be done', () => {
  it('holds my own tasks and those of my roles, and none of others', async () => {
    await empty();
    await tasks(3, { assignee: mia.id });
    await tasks(4, { assignee: randomUUID() });
    await tasks(5, { role: 'manager' });
    await tasks(6, { role: 'admin' });
    await tasks(7, { assignee: mia.id, kind: 'copy' });
    expect(await counted()).toBe(8);
    expect((await todo()).total).toBe(8);
    expect((await the.host.tasks.counts(mia)).copied).toBe(7);
  });

  it('leaves out what four eyes close to me and what asks for attributes that I have not', async () => {
    await empty();
    await tasks(1, { role: 'manager' });
    await tasks(2, { role: 'manager', separate: [mia.id] });
    await tasks(4, { role: 'manager', separate: [randomUUID()] });
    await tasks(8, { role: 'manager', having: JSON.stringify({ site: 'north' }) });
    await tasks(16, { role: 'manager', having: JSON.stringify({ site: 'south' }) });
    expect(await counted({ ...mia, attributes: {} })).toBe(5);
    expect(await counted({ ...mia, attributes: { site: 'north' } })).toBe(13);
    expect(await counted({ ...mia, attributes: { site: ['north', 'south'] } })).toBe(29);
    const sites = Array.from({ length: 20 }, (_, number) => `site${number}`);
    expect(await counted({ ...mia, attributes: { site: [...sites, 'south'], other: 'x' } })).toBe(21);
    expect(await counted({ ...mia, roles: {} })).toBe(0);
  });

  it('counts what is overdue among them', async () => {
    await empty();
    await tasks(2, { assignee: mia.id, due_at: '2026-03-05T00:00:00Z' });
    await tasks(3, { role: 'manager', due_at: '2026-03-01T00:00:00Z', overdue: true });
    expect(await the.host.tasks.counts(mia)).toMatchObject({ todo: 5, overdue: 3 });
    expect((await todo(mia, { overdue: true })).total).toBe(3);
  });

  it('counts no further than a badge tells', async () => {
    await empty();
    await tasks(MOST_COUNTED + 50, { role: 'manager' });
    expect(await counted()).toBe(MOST_COUNTED);
    expect((await todo()).total).toBe(MOST_COUNTED);
  });
});

describe('a page of the box', () => {
  const first = async (limit: number, offset = 0): Promise<{ due_at: string | null; assignee: string | null }[]> => {
    const values: unknown[] = [];
    const { from, order } = boxSql('todo', mia, values, { where: [], limit: limit + offset });
    const rows = await sql().ask(
      `select t.due_at, t.assignee ${from} order by ${order} limit ${limit} offset ${offset}`,
      values,
    );
    return rows as { due_at: string | null; assignee: string | null }[];
  };

  it('mixes my own and my roles’ by when they are due; what has no limit comes last', async () => {
    await empty();
    await tasks(10, { assignee: mia.id, due_at: '2026-03-05T00:00:00Z' });
    await tasks(10, { role: 'manager', due_at: '2026-03-05T00:00:30Z' });
    await tasks(5, { role: 'manager' });
    const whole = await first(25);
    const dues = whole.flatMap(({ due_at }) => due_at ?? []);
    expect(dues).toHaveLength(20);
    expect(dues).toEqual([...dues].sort());
    expect(whole.slice(20).every(({ due_at }) => due_at === null)).toBe(true);
    expect([...(await first(10)), ...(await first(10, 10)), ...(await first(10, 20))]).toEqual(whole);
  });
});

it('every box is read by an index, also where its tasks are few among many', async () => {
  await empty();
  const { knex } = the.host.database;
  await tasks(20_000, { assignee: randomUUID() });
  await tasks(20_000, { role: 'admin' });
  await tasks(20, { assignee: mia.id });
  await tasks(20, { assignee: mia.id, kind: 'copy' });
  await knex.raw('analyze engine.task');
  for (const box of ['todo', 'done', 'copied'] as const) {
    const values: unknown[] = [];
    const { from, order } = boxSql(box, mia, values, { where: [], limit: 20 });
    const rows = await sql().ask(`explain select t.* ${from} order by ${order} limit 20`, values);
    expect(JSON.stringify(rows)).not.toContain('Seq Scan');
  }
});
