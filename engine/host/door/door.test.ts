import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonical } from '../../definition/index.ts';
import { evolve, type FlowEvent } from '../../flow/index.ts';
import type { Values } from '../../wire.ts';
import { chained, eventText } from '../history/chain.ts';
import { StoryConnectors } from '../scenario/answers.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';
import type { CommandResult } from './command.ts';
import { Refusal } from './refusal.ts';

let the: Stage;
const answers = new StoryConnectors([
  { call: 'bank.pay', with: { amount: '13.00' }, fail: 'unavailable' },
  { call: 'bank.pay', reply: { payment: 'PAY1' } },
]);

beforeAll(async () => {
  the = await stage(await testDatabase(), undefined, answers);
});

const row = (price: string, qty = 1): Values => ({ id: randomUUID(), what: 'ticket', qty, price });
const claim = (price: string, project = 'P1'): Values => ({ project, kind: 'travel', items: [row(price)] });

async function submit(data: Values, login = 'eve', command: string = randomUUID()): Promise<CommandResult> {
  return the.host.door.execute({ type: 'create', command, app: the.app, form: 'claim', data }, await the.actor(login));
}

async function openTasks(
  record: string,
): Promise<{ id: string; node: string; assignee: string | null; overdue: boolean }[]> {
  return the.host.database.knex('engine.task').where({ record, status: 'open' }).orderBy('created_at');
}

async function act(
  record: string,
  login: string,
  operation: string,
  more: object = {},
  command: string = randomUUID(),
): Promise<CommandResult> {
  const person = await the.actor(login);
  const open = await openTasks(record);
  const task = open.find(({ assignee }) => assignee === person.id) ?? open[0];
  return the.host.door.execute(
    { type: 'task', command, app: the.app, task: task?.id ?? randomUUID(), operation, ...more },
    person,
  );
}

async function stored(record: string): Promise<Record<string, unknown>> {
  return (await the.host.database.knex('expenses.claim').where({ id: record }).first()) as Record<string, unknown>;
}

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  return work.then(
    () => {
      throw new Error('It was not refused.');
    },
    (cause: unknown) => {
      if (cause instanceof Refusal) return cause;
      throw cause;
    },
  );
}

describe('withdrawing', () => {
  const withdraw = async (record: string, login: string) =>
    the.host.door.execute(
      { type: 'withdraw', command: randomUUID(), app: the.app, form: 'claim', record, reason: 'my mistake' },
      await the.actor(login),
    );

  it('takes a case back for whoever began it, with its tasks', async () => {
    const { record } = await submit(claim('20'));
    expect((await withdraw(record, 'eve')).state).toBe(null);
    expect(await openTasks(record)).toEqual([]);
    expect((await withdraw(record, 'eve')).already).toMatchObject({ code: 'over' });
    await refusalOf(withdraw(record, 'mia'));
  });

  it('is refused to anybody else', async () => {
    const { record } = await submit(claim('20'));
    await refusalOf(withdraw(record, 'mia'));
    expect(await openTasks(record)).toHaveLength(1);
  });
});

describe('a command', () => {
  it('writes the record, its rows, its flow, tasks and timers', async () => {
    const { record, state, title } = await submit(claim('100.10'));
    expect(state).toBe('review');
    expect(title).toMatch(/^EX20260302\d{4}$/);
    expect(await stored(record)).toMatchObject({ total: '100.10', revision: 1, state: 'review', nodes: ['manager'] });
    expect(await the.host.database.knex('expenses.claim__items').where({ parent: record })).toHaveLength(1);
    expect(await openTasks(record)).toHaveLength(1);
    const timers = await the.host.database
      .knex('engine.timer')
      .whereRaw(`data ->> 'record' = ?`, [record])
      .select('kind');
    expect(timers.map(({ kind }) => kind).sort()).toEqual(['due', 'remind']);
  });

  it('sent twice at the same instant is done once, and both hear the same', async () => {
    const command = randomUUID();
    const results = await Promise.all([1, 2, 3, 4].map(() => submit(claim('1.00'), 'eve', command)));
    expect(new Set(results.map(({ record }) => record)).size).toBe(1);
    expect(results.filter(({ repeated }) => repeated)).toHaveLength(3);
  });

  it('on a task sent twice is done once: a double click gets the answer of the first', async () => {
    const { record } = await submit(claim('20.00'));
    const [task] = await openTasks(record);
    const command = randomUUID();
    const mia = await the.actor('mia');
    const send = () =>
      the.host.door.execute({ type: 'task', command, app: the.app, task: task?.id ?? '', operation: 'approve' }, mia);
    const results = await Promise.all([send(), send()]);
    expect(results.map(({ record: id }) => id)).toEqual([record, record]);
    expect(await the.host.database.knex('engine.outbox').where({ record, kind: 'call' })).toHaveLength(1);
  });

  it('with the id of somebody else’s says nothing of theirs', async () => {
    const command = randomUUID();
    await submit(claim('1.00'), 'eve', command);
    expect((await refusalOf(submit(claim('1.00'), 'emil', command))).code).toBe('bad_command');
  });

  it('from a stale tab is refused with what is there now, and overwrites nothing', async () => {
    const { record, revision } = await submit(claim('30.00'));
    const eve = await the.actor('eve');
    const update = (note: string) =>
      the.host.door.execute(
        { type: 'update', command: randomUUID(), app: the.app, form: 'claim', record, revision, data: { note } },
        eve,
      );
    await update('first');
    const refusal = await refusalOf(update('second'));
    expect(refusal.code).toBe('stale');
    expect(refusal.details.current).toMatchObject({ revision: revision + 1, data: { note: 'first' } });
    expect((await stored(record)).note).toBe('first');
  });

  it('on a task or a wait, decided on what is no longer there, is refused with what is there now', async () => {
    const { record, revision } = await submit(claim('13.00'));
    const update = { type: 'update' as const, app: the.app, form: 'claim', record, data: { note: 'new' } };
    await the.host.door.execute({ ...update, command: randomUUID() }, await the.actor('eve'));
    const refusal = await refusalOf(act(record, 'mia', 'approve', { revision }));
    expect(refusal.code).toBe('stale');
    expect(refusal.details.current).toMatchObject({ revision: revision + 1, data: { note: 'new' } });
    expect(await openTasks(record)).toHaveLength(1);
    const decided = await act(record, 'mia', 'approve', { revision: revision + 1 });
    expect(decided.state).toBe('paying');
    const knex = the.host.database.knex('engine.outbox').where({ record, kind: 'call' });
    await knex.update({ attempts: 7 });
    await the.host.settle();
    expect(await stored(record)).toMatchObject({ state: 'failed' });
    const again = (seen?: number) => ({
      ...{ type: 'signal' as const, command: randomUUID(), app: the.app, form: 'claim', record, signal: 'again' },
      ...(seen === undefined ? {} : { revision: seen }),
    });
    const cara = await the.actor('cara');
    expect((await refusalOf(the.host.door.execute(again(revision), cara))).code).toBe('stale');
    expect((await the.host.door.execute(again(), cara)).state).toBe('paying');
  });

  it('that is refused leaves nothing behind', async () => {
    const before = await the.host.database.knex('engine.instance').count();
    const refusal = await refusalOf(submit({ project: 'P1', kind: 'travel', items: [] }));
    expect(refusal.code).toBe('invalid');
    expect(refusal.details.problems?.map(({ path }) => path)).toContain('items');
    expect(await the.host.database.knex('engine.instance').count()).toEqual(before);
  });

  it('of a record with a unique field that is taken says which', async () => {
    const ada = await the.actor('ada');
    const create = () =>
      the.host.door.execute(
        { type: 'create', command: randomUUID(), app: the.app, form: 'project', data: { code: 'P9', budget: '1.00' } },
        ada,
      );
    await create();
    const refusal = await refusalOf(create());
    expect([refusal.code, refusal.details.at]).toEqual(['not_unique', 'code']);
  });

  it('of somebody without the right is refused, and of a record they may not see not even told', async () => {
    const { record } = await submit(claim('5.00'));
    const emil = await the.actor('emil');
    const update = { type: 'update' as const, app: the.app, form: 'claim', record, data: { note: 'x' } };
    expect((await refusalOf(the.host.door.execute({ ...update, command: randomUUID() }, emil))).code).toBe('not_found');
    const cara = await the.actor('cara');
    expect((await refusalOf(the.host.door.execute({ ...update, command: randomUUID() }, cara))).code).toBe(
      'not_allowed',
    );
    expect((await refusalOf(act(record, 'emil', 'approve'))).code).toBe('not_yours');
  });

  it('of the requester on their own request is refused: four eyes', async () => {
    const { record } = await submit(claim('5.00'), 'mia');
    expect(['separate_duties', 'not_yours']).toContain((await refusalOf(act(record, 'mia', 'approve'))).code);
    expect((await act(record, 'max', 'approve')).record).toBe(record);
  });
});

describe('what is counted exclusively', () => {
  it('goes to one of two who take the last at the same instant', async () => {
    const results = await Promise.allSettled([submit(claim('60.00', 'P2')), submit(claim('60.00', 'P2'), 'emil')]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Refusal);
  });
});

describe('faults of other engines', () => {
  it('fault 2: two last approvers at the same instant do not leave the instance hanging', async () => {
    const { record } = await submit(claim('6000.00'));
    await act(record, 'mia', 'approve');
    expect(await openTasks(record)).toHaveLength(2);
    await Promise.all([act(record, 'mia', 'approve'), act(record, 'max', 'approve')]);
    expect(await openTasks(record)).toHaveLength(0);
    await the.host.settle();
    expect((await stored(record)).state).toBe('paid');
  });

  it('fault 3: who comes second to a group’s task hears that it is done, never of a conflict', async () => {
    const { record } = await submit(claim('40.00'));
    const results = await Promise.all([act(record, 'mia', 'approve'), act(record, 'max', 'approve')]);
    const late = results.flatMap((result) => result.already ?? []);
    expect(late).toMatchObject([
      { code: 'decided', outcome: 'approved', message: { en: expect.stringContaining('already') } },
    ]);
  });

  it('fault 4: many at once on one instance each see the state that the one before left', async () => {
    const { record } = await submit(claim('41.00'));
    await Promise.all(
      Array.from({ length: 8 }, (_, i) => act(record, i % 2 ? 'mia' : 'max', 'comment', { reason: `no. ${i}` })),
    );
    const events = await the.host.database
      .knex('engine.event')
      .whereIn('instance', the.host.database.knex('engine.instance').select('id').where({ record }))
      .where({ type: 'commented' });
    expect(events).toHaveLength(8);
  });

  it('fault 6: a task nobody could get goes to the administrator instead of passing silently', async () => {
    const { knex } = the.host.database;
    const managers = await knex('engine.user_role').where({ app: the.app, role: 'manager' });
    await knex('engine.user_role').where({ app: the.app, role: 'manager' }).del();
    the.host.people.forget();
    const { record } = await submit(claim('42.00'));
    await knex('engine.user_role').insert(managers);
    the.host.people.forget();
    const [task] = await knex('engine.task').where({ record });
    expect(task).toMatchObject({ node: 'manager', role: 'admin', status: 'open' });
    expect((await act(record, 'ada', 'approve')).record).toBe(record);
  });
});

describe('history', () => {
  it('replays to the stored state to the letter, and its hashes chain', async () => {
    const { record } = await submit(claim('6001.00'));
    await act(record, 'mia', 'approve');
    await act(record, 'mia', 'approve');
    const instance = await the.host.database.knex('engine.instance').where({ record }).first();
    const rows = await the.host.database.knex('engine.event').where({ instance: instance.id }).orderBy('seq');
    let head = '';
    const events = rows.map(({ seq, at, type, data, actor, hash }) => {
      const event = { ...data, seq, at, type } as FlowEvent;
      head = chained(head, eventText(event, canonical(actor)), { instance: instance.id, key: undefined });
      expect(hash).toBe(head);
      return event;
    });
    expect(instance.head).toBe(head);
    expect(evolve(null, events)).toEqual(instance.data);
  });

  it('keeps what changed in a record, and by whom', async () => {
    const { record } = await submit(claim('7.00'));
    const eve = await the.actor('eve');
    await the.host.door.execute(
      {
        type: 'update',
        command: randomUUID(),
        app: the.app,
        form: 'claim',
        record,
        revision: 1,
        data: { note: 'lunch' },
      },
      eve,
    );
    const [change] = await the.host.database.knex('engine.change').where({ record });
    expect(change).toMatchObject({
      revision: 2,
      actor: { login: 'eve' },
      diff: [{ path: 'note', from: null, to: 'lunch' }],
    });
  });
});

describe('the outbox', () => {
  it('pays once, puts the answer into the record, books it and tells the requester', async () => {
    const { record } = await submit(claim('8.00'));
    await act(record, 'mia', 'approve');
    expect((await stored(record)).state).toBe('paying');
    await the.host.settle();
    expect(await stored(record)).toMatchObject({ state: 'paid', payment: 'PAY1' });
    expect(await the.host.database.knex('engine.message').where({ record, key: 'paid' })).toHaveLength(1);
  });

  it('is told of in the reader’s language, whichever the receiver reads', async () => {
    const { record } = await submit(claim('9.00'));
    await act(record, 'mia', 'approve');
    await the.host.settle();
    const told = async (locale: 'zh-CN' | 'en') => {
      const history = await the.host.records.history(the.app, 'claim', record, await the.actor('ada'), locale);
      return history.map(({ text }) => text);
    };
    expect(await told('zh-CN')).toContain('已通知Eve：已付款');
    expect(await told('en')).toContain('Message to Eve: Paid out');
  });

  it('tries a dead connector again, gives it up in the end, tells the administrator, and a person can pay again', async () => {
    const { record } = await submit(claim('13.00'));
    await act(record, 'mia', 'approve');
    const outbox = () =>
      the.host.database.knex('engine.outbox').where({ record, kind: 'call' }).orderBy('seq', 'desc').first();
    await the.host.settle();
    expect(await outbox()).toMatchObject({ status: 'waiting', attempts: 1, error: { code: 'unavailable' } });
    for (let attempt = 1; attempt < 8; attempt++) {
      the.clock.moveTo(new Date((await outbox()).next_at));
      await the.host.settle();
    }
    expect(await outbox()).toMatchObject({ status: 'dead', attempts: 8 });
    expect((await stored(record)).state).toBe('failed');
    expect(await the.host.database.knex('engine.message').where({ record, key: 'incident' })).not.toHaveLength(0);
    const cara = await the.actor('cara');
    await the.host.door.execute(
      { type: 'signal', command: randomUUID(), app: the.app, form: 'claim', record, signal: 'again' },
      cara,
    );
    expect((await stored(record)).state).toBe('paying');
  });
});

describe('timers', () => {
  it('remind, then make it overdue and escalate', async () => {
    const { record } = await submit(claim('9.00'));
    const timer = (kind: string) =>
      the.host.database.knex('engine.timer').where({ kind }).whereRaw(`data ->> 'record' = ?`, [record]).first();
    the.clock.moveTo(new Date((await timer('remind')).due_at));
    await the.host.settle();
    expect(await the.host.database.knex('engine.message').where({ record, key: 'reminder' })).not.toHaveLength(0);
    the.clock.moveTo(new Date((await timer('due')).due_at));
    await the.host.settle();
    const open = await openTasks(record);
    expect(open.some(({ overdue }) => overdue)).toBe(true);
    expect(open).toHaveLength(2);
  });

  it('of two servers fire once', async () => {
    const { record } = await submit(claim('10.00'));
    const timer = await the.host.database
      .knex('engine.timer')
      .where({ kind: 'remind' })
      .whereRaw(`data ->> 'record' = ?`, [record])
      .first();
    the.clock.moveTo(new Date(timer.due_at));
    await Promise.all([the.host.timers.drain(), the.host.timers.drain()]);
    const events = await the.host.database.knex('engine.event').where({ instance: timer.instance, type: 'reminded' });
    expect(events).toHaveLength(1);
  });
});
