import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { type AppModel, loadApp } from '../../definition/index.ts';
import { ManualClock } from '../clock.ts';
import { testDatabase } from '../testing/database.ts';
import { Inbox } from './inbox.ts';
import { createMessageSender, type MessageOrder } from './index.ts';
import { linkOf } from './links.ts';

const { knex } = await testDatabase();
const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const { app, problems } = loadApp([
  {
    path: 'app.json',
    json: {
      key: 'desk',
      label: 'Desk',
      version: '1.0.0',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      roles: [{ key: 'boss', label: 'Boss' }],
      admin: 'boss',
      channels: {
        sms: { label: 'SMS', call: 'out.sms', data: { phone: '= to', text: '= text', id: '= message' } },
        group: { label: 'Group', call: 'out.group', data: { text: '= title + ": " + text' } },
      },
    },
  },
  {
    path: 'forms/ticket.json',
    json: {
      key: 'ticket',
      label: 'Ticket',
      title: 'no',
      fields: [
        { key: 'no', type: 'text', label: 'no' },
        { key: 'cost', type: 'money', label: 'cost' },
        { key: 'kind', type: 'select', label: 'kind', options: [{ key: 'repair', label: both('维修', 'Repair') }] },
      ],
      access: [{ role: 'boss', create: true, rights: { '*': 'edit' } }],
    },
  },
  {
    path: 'messages/todo.json',
    json: {
      key: 'todo',
      label: both('待办', 'To do'),
      form: 'ticket',
      title: both('待办 {no}', 'To do {no}'),
      text: both('{kind} {cost} {reason}{link}', '{kind} {cost} {reason}{link}'),
      link: 'task',
    },
  },
  {
    path: 'connectors/out.json',
    json: {
      key: 'out',
      label: 'Out',
      baseUrl: 'https://out.example.com',
      operations: {
        sms: { method: 'POST', path: '/sms', input: { phone: 'text', text: 'text', id: 'text' } },
        group: { method: 'POST', path: '/group', input: { text: 'text' } },
      },
    },
  },
]);
if (!app) throw new Error(JSON.stringify(problems));
const model: AppModel = app;
const sender = createMessageSender({
  app: (key) => (key === 'desk' ? model : undefined),
  publicUrl: 'https://desk.example.com',
});
const at = new Date('2026-03-02T01:00:00Z');
const [amy, bob] = [randomUUID(), randomUUID()];
const task = randomUUID();

beforeEach(async () => {
  await knex('engine.message').delete();
  await knex('engine.app_user').delete();
  await knex('engine.app_user').insert([
    { id: amy, login: 'amy', name: '"Amy"', locale: 'en', phone: '13800138000' },
    { id: bob, login: 'bob', name: '"Bob"', channels: JSON.stringify({ sms: '13900139000' }) },
  ]);
});

const order = (to: MessageOrder['to'], channels: string[] = []): MessageOrder => ({
  app: 'desk',
  message: 'todo',
  to,
  channels,
  facts: { no: 'T1', cost: '1234.50', kind: 'repair', reason: null, node: both('初审', 'Review') },
  form: 'ticket',
  record: randomUUID(),
  task,
});
const write = (orders: MessageOrder[]) => knex.transaction((trx) => sender.write(trx, orders, at));

test('each person reads it in their own language, with money and choices as people write them', async () => {
  expect(await write([order({ user: amy }), order({ user: bob })])).toEqual([]);
  const inbox = new Inbox(knex, new ManualClock(at));
  const user = (id: string) => ({ id, roles: {} }) as never;
  const [english] = await inbox.list(user(amy));
  const [chinese] = await inbox.list(user(bob));
  expect(english).toMatchObject({
    title: 'To do T1',
    text: expect.stringMatching(/^Repair .*1,234\.50 .*\/w\/tasks\//),
    link: `https://desk.example.com/w/tasks/${task}`,
  });
  expect(chinese).toMatchObject({ title: '待办 T1', text: expect.stringMatching(/^维修 .*1,234\.50/) });
  expect(await inbox.read(user(amy))).toBe(1);
  expect(await inbox.list(user(amy), { unread: true })).toEqual([]);
  expect(await inbox.list(user(bob), { unread: true })).toHaveLength(1);
});

test('a personal channel goes to each address, a group once; who has no address is told in the inbox only', async () => {
  await knex('engine.app_user').where({ id: amy }).update({ phone: null });
  const same = randomUUID();
  const orders = [amy, bob].map((user) => ({ ...order({ user }, ['sms', 'group']), record: same }));
  const calls = await write([...orders, order({ address: '13700137000', locale: 'en' }, ['sms'])]);
  const sms = calls.filter(({ operation }) => operation === 'sms');
  expect(sms.map(({ data }) => data.phone)).toEqual(['13900139000', '13700137000']);
  expect(calls.filter(({ operation }) => operation === 'group')).toHaveLength(1);
  for (const { key, data } of sms) expect(data.id).toBe(key);
  const rows = await knex('engine.message').select<{ channel: string; address: string | null }[]>('channel', 'address');
  expect(rows.map(({ channel }) => channel).sort()).toEqual(['group', 'inbox', 'inbox', 'sms', 'sms']);
});

test('somebody who left is told nothing, and nothing is written when the transaction fails', async () => {
  await knex('engine.app_user').where({ id: amy }).update({ disabled: true });
  expect(await write([order({ user: amy }, ['sms'])])).toEqual([]);
  const failing = knex.transaction(async (trx) => {
    await sender.write(trx, [order({ user: bob })], at);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await knex('engine.message').count()).toEqual([{ count: '0' }]);
});

test('links lead to the task, the record or the portal', () => {
  const one = { ...order({ user: amy }), record: 'r-1', task: 't-1' };
  const to = (link: 'task' | 'record' | 'portal') =>
    linkOf('https://x', { key: 'm', label: 'm', text: 't', link }, one);
  expect([to('task'), to('record'), to('portal')]).toEqual([
    'https://x/w/tasks/t-1',
    'https://x/w/desk/forms/ticket/r-1',
    'https://x/portal/desk/r/r-1',
  ]);
});
