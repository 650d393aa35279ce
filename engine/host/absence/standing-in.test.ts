import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../door/refusal.ts';
import {
  act,
  as,
  box,
  claim,
  day,
  endAll,
  expectReplay,
  id,
  moveTo,
  openOffice,
  openTasks,
  order,
  the,
} from '../testing/office.ts';

beforeAll(openOffice);

describe('while somebody is away', () => {
  it('new tasks go to the proxy, who sees for whom; both find them among what is done', async () => {
    await as('mia')('POST', '/api/me/proxies', order('max'));
    const record = await claim('6000.00');
    const [first] = await openTasks(record);
    // A group's task is nobody's yet: whoever is there takes it.
    expect(first).toMatchObject({ node: 'manager', assignee: null });
    expect((await act('max', first?.id ?? '', 'approve')).statusCode).toBe(200);
    const both = await openTasks(record);
    expect(both.map(({ assignee, stands_for }) => [assignee, stands_for])).toEqual(
      expect.arrayContaining([
        [id.max, id.mia],
        [id.max, null],
      ]),
    );
    const todo = (await box('max', 'todo')).filter((row) => row.record === record);
    expect(todo.map(({ standsFor }) => standsFor?.name ?? '').sort()).toEqual(['', 'Mia']);
    expect((await box('mia', 'todo')).filter((row) => row.record === record)).toEqual([]);
    for (const { id: task } of both) expect((await act('max', task, 'approve')).statusCode).toBe(200);
    const done = (await box('mia', 'done')).find((row) => row.record === record);
    expect(done).toMatchObject({ standsFor: { name: 'Mia' }, by: { name: 'Max' } });
    expect((await box('max', 'done')).filter((row) => row.record === record)).toHaveLength(3);
    expect((await box('eve', 'started')).some((row) => row.record === record)).toBe(true);
    const task = (await as('mia')('GET', `/api/tasks/${done?.id}`)).json<{ why: string[] }>();
    expect(task.why.join()).toContain('In place of Mia');
    await expectReplay(record);
    await endAll();
  });

  it('holds from its first instant to its last, by the clock', async () => {
    await as('mia')('POST', '/api/me/proxies', order('max', { from: day(1), until: day(2) }));
    const receivers = async (): Promise<string[]> => {
      const record = await claim('6000.00');
      const [first] = await openTasks(record);
      await act('max', first?.id ?? '', 'approve');
      return (await openTasks(record)).map(({ assignee }) => (assignee === id.mia ? 'mia' : 'max')).sort();
    };
    expect(await receivers()).toEqual(['max', 'mia']);
    await moveTo(day(1));
    expect(await receivers()).toEqual(['max', 'max']);
    await moveTo(day(1));
    expect(await receivers()).toEqual(['max', 'mia']);
    await endAll();
  });

  it('stays with whoever is away where the proxy may not do it, and says why', async () => {
    // Emil began it and may not sign; nor is he a manager.
    await as('mia')('POST', '/api/me/proxies', order('emil'));
    const record = await claim('6000.00', 'emil');
    const [first] = await openTasks(record);
    await act('max', first?.id ?? '', 'claim');
    await endAll();
    await as('max')('POST', '/api/me/proxies', order('emil', { handOver: true }));
    await the.host.settle();
    const [still] = await openTasks(record);
    expect(still).toMatchObject({ assignee: id.max, stands_for: null });
    const { mine } = (await as('max')('GET', '/api/me/proxies')).json<{ mine: object[] }>();
    expect(mine[0]).toMatchObject({ handed: expect.any(Number) as number, kept: expect.any(Number) as number });
    await endAll();
  });

  it('a proxy who is disabled later stands in for nobody', async () => {
    await as('mia')('POST', '/api/me/proxies', order('emil'));
    await the.database.knex('engine.app_user').where({ login: 'emil' }).update({ disabled: true });
    the.host.people.forget();
    const record = await claim('6000.00');
    const [first] = await openTasks(record);
    await act('max', first?.id ?? '', 'approve');
    expect((await openTasks(record)).map(({ assignee }) => assignee)).toContain(id.mia);
    await the.database.knex('engine.app_user').where({ login: 'emil' }).update({ disabled: false });
    await endAll();
  });
});

describe('what lies on the desk', () => {
  it('goes over when the absence begins, in the future too, once', async () => {
    const record = await claim('6000.00');
    const [first] = await openTasks(record);
    await act('max', first?.id ?? '', 'approve');
    const wanted = order('max', { from: day(1), until: day(3), handOver: true, reason: 'Holiday' });
    await as('mia')('POST', '/api/me/proxies', wanted);
    await the.host.settle();
    expect((await openTasks(record)).map(({ assignee }) => assignee)).toContain(id.mia);
    await moveTo(wanted.from);
    await the.host.settle();
    await the.host.settle();
    const moved = (await openTasks(record)).find(({ stands_for }) => stands_for !== null);
    expect(moved).toMatchObject({ assignee: id.max, stands_for: id.mia, why: { code: 'proxy' } });
    const history = (await as('eve')('GET', `/api/apps/expenses/forms/claim/records/${record}/history`)).json<
      { text: string; reason?: string }[]
    >();
    expect(history.filter(({ text }) => text.includes('handed over to Max'))).toHaveLength(1);
    expect(history.find(({ text }) => text.includes('handed over'))?.reason).toBe('Holiday');
    await expectReplay(record);
    await endAll();
  });

  it('is handed over by nobody but the engine and an administrator', async () => {
    const record = await claim('6000.00');
    const [task] = await openTasks(record);
    const command = { type: 'hand_over' as const, command: randomUUID(), app: 'expenses', form: 'claim', record };
    const eve = { kind: 'user' as const, id: id.eve ?? '', login: 'eve', name: 'Eve', locale: 'en' as const };
    const actor = {
      ...eve,
      department: null,
      roles: { expenses: ['employee'] },
      attributes: {},
      via: 'session' as const,
    };
    const over = the.host.door.execute(
      { ...command, from: id.mia ?? '', to: id.eve ?? '', task: task?.id ?? '' },
      actor,
    );
    await expect(over).rejects.toSatisfy((cause) => cause instanceof Refusal && cause.code === 'not_allowed');
  });
});
