import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../door/index.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';

let the: Stage;
let mine: string;

async function submit(login: string, data: object): Promise<string> {
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: '10.00' }];
  const command = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'claim' };
  const full = { project: 'P1', kind: 'travel', items, ...data };
  return (await the.host.door.execute({ ...command, data: full }, await the.actor(login))).record;
}

beforeAll(async () => {
  the = await stage(await testDatabase());
  mine = await submit('eve', { note: 'dinner', account: '6222020012345678' });
  await submit('emil', { note: 'taxi', account: '6222020087654321' });
});

const list = async (login: string, query: object = {}) =>
  the.host.records.list(the.app, 'claim', query, await the.actor(login), 'en');

describe('who may see what', () => {
  it('an employee sees only their own claims, and counts only those', async () => {
    const { rows, total } = await list('eve');
    expect([rows.map(({ id }) => id), total]).toEqual([[mine], 1]);
    expect((await list('mia')).total).toBe(2);
  });

  it('a record of somebody else is not even known', async () => {
    const get = the.host.records.get(the.app, 'claim', mine, await the.actor('emil'), 'en');
    await expect(get).rejects.toMatchObject({ code: 'not_found' });
  });

  it('a masked field is masked and a hidden one absent, in the record, the list and the export alike', async () => {
    const { data, rights } = await the.host.records.get(the.app, 'claim', mine, await the.actor('mia'), 'en');
    expect([data.account, rights.account]).toEqual([expect.not.stringContaining('622202'), 'mask']);
    const seen = await the.host.records.get(the.app, 'claim', mine, await the.actor('cara'), 'en');
    expect('note' in seen.data).toBe(false);
    const lines: string[] = [];
    const csv = the.host.records.csv(the.app, 'claim', { columns: ['account', 'note'] }, await the.actor('mia'), 'en');
    for await (const line of csv) lines.push(line);
    expect(lines.join('')).not.toContain('622202');
    expect(lines).toHaveLength(3);
  });

  it('nothing is found by a field that may not be read, so that its value cannot be guessed', async () => {
    const guess = { all: [{ fact: 'account', operator: 'startsWith' as const, value: '6222' }] };
    expect((await list('mia', { filter: guess })).total).toBe(0);
    expect((await list('eve', { filter: guess })).total).toBe(1);
    expect((await list('cara', { search: 'dinner' })).total).toBe(0);
    expect((await list('mia', { search: 'dinner' })).total).toBe(1);
    await expect(list('cara', { sort: ['note'] })).rejects.toBeInstanceOf(Refusal);
  });

  it('a filter holds values only: a formula in it could read what its sender may not', async () => {
    const filter = { all: [{ fact: 'total', operator: 'equal' as const, value: '= account' }] };
    await expect(list('mia', { filter })).rejects.toMatchObject({ code: 'bad_filter' });
  });

  it('the export is refused to whoever has no right to it', async () => {
    const csv = the.host.records.csv(the.app, 'claim', {}, await the.actor('cara'), 'en');
    await expect(csv[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

describe('a record', () => {
  it('offers what its person may do, and nothing else', async () => {
    const kinds = async (login: string) =>
      (await the.host.records.get(the.app, 'claim', mine, await the.actor(login), 'en')).operations.map(
        ({ kind, key }) => `${kind} ${key}`,
      );
    expect(await kinds('eve')).toEqual(expect.arrayContaining(['edge cancel', 'button nudge', 'edit edit']));
    expect(await kinds('cara')).toEqual([]);
  });

  it('tells reviewers its criteria with reasons, and its history in their language', async () => {
    const mia = await the.actor('mia');
    const { checks } = await the.host.records.get(the.app, 'claim', mine, mia, 'en');
    expect(checks).toMatchObject([{ key: 'budget', holds: false }]);
    const history = await the.host.records.history(the.app, 'claim', mine, mia, 'zh-CN');
    expect(history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['submitted', 'state', 'assigned']));
  });

  it('has a picture of its flow with the place where it stands', async () => {
    const { nodes } = await the.host.records.flow(the.app, 'claim', mine, await the.actor('mia'), 'en');
    expect(nodes.find(({ key }) => key === 'manager')?.status).toBe('current');
    expect(nodes.find(({ key }) => key === 'paid')?.status).toBe('waiting');
  });
});

describe('tasks', () => {
  it('are on the desks of those who may do them, with the record as their node shows it', async () => {
    const mia = await the.actor('mia');
    const { rows, total } = await the.host.tasks.list({ box: 'todo' }, mia, 'en');
    expect(total).toBe(2);
    const view = await the.host.tasks.get(rows[0]?.id ?? '', mia, 'en');
    expect(view.record.rights.approved).toBe('edit');
    expect(view.record.operations.map(({ key }) => key)).toEqual(expect.arrayContaining(['approve', 'reject']));
    expect((await the.host.tasks.counts(mia)).todo).toBe(2);
    expect((await the.host.tasks.list({ box: 'todo' }, await the.actor('eve'), 'en')).total).toBe(0);
    expect((await the.host.tasks.list({ box: 'started' }, await the.actor('eve'), 'en')).total).toBe(1);
  });

  it('of others cannot be opened', async () => {
    const { rows } = await the.host.tasks.list({ box: 'todo' }, await the.actor('mia'), 'en');
    await expect(the.host.tasks.get(rows[0]?.id ?? '', await the.actor('eve'), 'en')).rejects.toMatchObject({
      code: 'unknown_task',
    });
  });
});

describe('boards', () => {
  it('count what the person may see', async () => {
    const count = async (login: string) =>
      (await the.host.boards.tile(the.app, 'spending', 'count', {}, await the.actor(login), 'en')).value;
    expect([await count('mia'), await count('eve')]).toEqual(['2', '1']);
  });
});
