import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { evolve, type FlowEvent } from '../../flow/index.ts';
import type { Values } from '../../wire.ts';
import { testDatabase } from '../testing/database.ts';
import { EXPENSES, type Stage, stage } from '../testing/stage.ts';
import { withWish } from '../testing/wish.ts';
import type { Command, CommandResult } from './command.ts';
import { Refusal } from './refusal.ts';

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), EXPENSES, undefined, '2026-03-02T01:00:00.000Z', withWish);
});

const idOf = async (login: string): Promise<string> => (await the.actor(login)).id;

async function create(
  data: Values,
  chosen?: Record<string, string[]>,
  more: Partial<Extract<Command, { type: 'create' }>> = {},
): Promise<CommandResult> {
  const command = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'wish', data };
  return the.host.door.execute({ ...command, ...(chosen && { chosen }), ...more }, await the.actor('eve'));
}

const refusalOf = (doing: Promise<unknown>): Promise<Refusal> =>
  doing.then(
    () => {
      throw new Error('It was not refused.');
    },
    (cause: unknown) => {
      if (cause instanceof Refusal) return cause;
      throw cause;
    },
  );

const desks = async (record: string): Promise<{ id: string; node: string; assignee: string }[]> =>
  the.host.database.knex('engine.task').where({ record, status: 'open' }).whereNot({ kind: 'copy' }).orderBy('id');

async function reject(record: string, login: string): Promise<CommandResult> {
  const assignee = await idOf(login);
  const task = (await desks(record)).find((one) => one.assignee === assignee)?.id ?? '';
  const command = {
    type: 'task' as const,
    command: randomUUID(),
    app: the.app,
    task,
    operation: 'reject',
    reason: 'no',
  };
  return the.host.door.execute(command, await the.actor(login));
}

describe('whoever begins', () => {
  it('chooses by id or login, and those people get the tasks and the copies', async () => {
    const { record } = await create({ sum: 1 }, { grant: ['mia', await idOf('max')], tell: ['cara'] });
    const both = [await idOf('mia'), await idOf('max')].sort();
    expect((await desks(record)).map(({ assignee }) => assignee).sort()).toEqual(both);
    const copies = await the.host.database.knex('engine.task').where({ record, kind: 'copy' }).select('assignee');
    expect(copies).toEqual([{ assignee: await idOf('cara') }]);
  });

  it('has to choose for the way that the flow takes, and for no other', async () => {
    expect(await refusalOf(create({ sum: 1 }))).toMatchObject({ code: 'choice_too_few', status: 422 });
    const refusal = await refusalOf(create({ sum: 500 }, { grant: ['mia'] }));
    expect(refusal).toMatchObject({ code: 'choice_too_few', details: { at: 'chosen.second' } });
    expect(refusal.details.cure?.en).toContain('Choose');
    const { record } = await create({ sum: 500 }, { grant: ['mia'], second: ['emil'] });
    expect(await desks(record)).toMatchObject([{ node: 'second', assignee: await idOf('emil') }]);
  });

  it('is refused who has no account, is outside the scope, is left out, or is one too many', async () => {
    expect((await refusalOf(create({ sum: 1 }, { grant: ['nobody'] }))).code).toBe('choice_unknown_person');
    expect((await refusalOf(create({ sum: 1 }, { grant: ['cara'] }))).code).toBe('choice_not_open');
    const self = await refusalOf(create({ sum: 500 }, { grant: ['mia'], second: ['eve'] }));
    expect(self).toMatchObject({ code: 'choice_not_open', details: { at: 'chosen.second' } });
    const { knex } = the.host.database;
    const cara = { user_id: await idOf('cara'), app: the.app, role: 'manager' };
    await knex('engine.user_role').insert(cara);
    the.host.people.forget();
    expect((await refusalOf(create({ sum: 1 }, { grant: ['mia', 'max', 'cara'] }))).code).toBe('choice_too_many');
    await knex('engine.app_user').where({ login: 'cara' }).update({ disabled: true });
    the.host.people.forget();
    expect((await refusalOf(create({ sum: 1 }, { grant: ['cara'] }))).code).toBe('choice_unknown_person');
    await knex('engine.app_user').where({ login: 'cara' }).update({ disabled: false });
    await knex('engine.user_role').where(cara).delete();
    the.host.people.forget();
  });

  it('chooses anew when it is submitted again; without a word the first choice stands', async () => {
    const { record } = await create({ sum: 1 }, { grant: ['mia'] });
    const again = async (chosen?: Record<string, string[]>): Promise<CommandResult> => {
      const signal = { type: 'signal' as const, command: randomUUID(), app: the.app, form: 'wish', record };
      return the.host.door.execute(
        { ...signal, signal: 'resubmit', ...(chosen && { chosen }) },
        await the.actor('eve'),
      );
    };
    await reject(record, 'mia');
    const view = await the.host.records.get(the.app, 'wish', record, await the.actor('eve'), 'en');
    const open = view.operations.find(({ key }) => key === 'resubmit');
    expect(open?.choices).toMatchObject([{ node: 'grant', min: 1, max: 2, chosen: [{ label: 'Mia' }] }]);
    await again();
    expect(await desks(record)).toMatchObject([{ assignee: await idOf('mia') }]);
    await reject(record, 'mia');
    expect((await refusalOf(again({ grant: [] }))).code).toBe('choice_too_few');
    await again({ grant: ['max'] });
    expect(await desks(record)).toMatchObject([{ assignee: await idOf('max') }]);
  });

  it('is asked by the form as things are filled in, and finds people by name', async () => {
    const eve = await the.actor('eve');
    const asked = async (sum: number) =>
      (await the.host.records.choices(the.app, 'wish', { sum }, eve, 'en')).map(({ node, min }) => [node, min]);
    expect(await asked(1)).toEqual([
      ['tell', 0],
      ['grant', 1],
    ]);
    expect(await asked(500)).toEqual([
      ['tell', 0],
      ['second', 1],
      ['grant', 1],
    ]);
    const find = async (node: string, search: string, login = 'eve') =>
      the.host.records.choosable({ app: the.app, form: 'wish', node, search }, await the.actor(login), 'en');
    expect((await find('grant', 'ma')).map(({ label }) => label)).toEqual(['Max']);
    expect((await find('second', '')).map(({ label }) => label)).not.toContain('Eve');
    expect((await refusalOf(find('grant', '', 'cara'))).code).toBe('not_allowed');
  });

  it('keeps the choice with the draft', async () => {
    const eve = await the.actor('eve');
    const id = randomUUID();
    const draft = { id, data: { sum: 1 }, chosen: { grant: [await idOf('mia')] } };
    await the.host.drafts.save(the.app, 'wish', draft, eve, 'en');
    const kept = await the.host.drafts.get(the.app, 'wish', id, eve, 'en');
    expect(kept.chosen).toEqual({ grant: [{ value: await idOf('mia'), label: 'Mia' }] });
    const done = await the.host.drafts.submit(the.app, 'wish', id, randomUUID(), eve);
    if (done.status !== 'done') throw new Error('It is not done.');
    expect(await desks(done.result.record)).toMatchObject([{ assignee: await idOf('mia') }]);
  });
});

describe('who begins without being asked', () => {
  it('is an import, or a flow: administrators look after the step', async () => {
    const { record } = await create({ sum: 1 }, undefined, { import: true });
    const [task] = await the.host.database.knex('engine.task').where({ record, status: 'open', node: 'grant' });
    expect(task).toMatchObject({ assignee: null, role: 'admin' });
  });
});

describe('the history', () => {
  it('gives the same state without asking anybody again', async () => {
    const { record } = await create({ sum: 1 }, { grant: ['mia'] });
    const { knex } = the.host.database;
    const [instance] = await knex('engine.instance').where({ record }).select('id', 'data');
    const events = await knex('engine.event').where({ instance: instance?.id }).orderBy('seq');
    const told = events.map(({ seq, at, type, data }) => ({ ...data, seq, at: new Date(at).toISOString(), type }));
    expect(JSON.parse(JSON.stringify(evolve(null, told as FlowEvent[])))).toEqual(instance?.data);
    expect(instance?.data.chosen).toEqual({ grant: [await idOf('mia')] });
  });
});
