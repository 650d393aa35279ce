import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { CommentView, MessageView, Person } from '../../wire.ts';
import { deskFiles } from '../testing/desk.ts';
import { type Ask, fileBody, testEdge } from '../testing/edge.ts';

const edge = await testEdge(deskFiles, { DESK_CARRIER_SALT: 'pepper' });
const orders = '/api/apps/desk/forms/order/records';
const tickets = '/api/apps/desk/forms/ticket/records';
let amy: Ask;
let bea: Ask;
let rob: Ask;
let visitor: Ask;
let place: string;

beforeAll(async () => {
  [amy, bea, rob] = await Promise.all([edge.as('amy'), edge.as('bea'), edge.as('rob')]);
  const lines = [{ id: randomUUID(), sku: 'A', qty: 1, price: '10.00' }];
  await bea('POST', orders, { command: randomUUID(), data: { order_no: 'SO1', phone: '13800138000', lines } });
  const made = await bea('POST', tickets, {
    command: randomUUID(),
    data: { order_no: 'SO1', what: 'a', area: 'south' },
  });
  place = `${tickets}/${made.json<{ id: string }>().id}`;
  visitor = await edge.visitor('desk', { order_no: 'SO1', phone: '13800138000' });
});

const say = (ask: Ask, text: string, more: object = {}) =>
  ask('POST', `${place}/comments`, { id: randomUUID(), text, ...more });
const read = async (ask: Ask) => (await ask('GET', `${place}/comments`)).json<CommentView[]>();

test('those who see the record read its comments; whoever does not see it, and every visitor, does not', async () => {
  expect((await say(amy, ' looks odd ')).json()).toMatchObject({
    text: 'looks odd',
    author: { name: 'Amy' },
    isMine: true,
  });
  expect((await read(bea)).map(({ text, isMine }) => [text, isMine])).toEqual([['looks odd', false]]);
  for (const method of ['GET', 'POST'] as const) {
    const body = method === 'POST' ? { id: randomUUID(), text: 'x' } : undefined;
    expect((await rob(method, `${place}/comments`, body)).statusCode).toBe(404);
    expect((await visitor(method, `${place}/comments`, body)).statusCode).toBe(403);
    expect((await edge.nobody(method, `${place}/comments`, body)).statusCode).toBe(401);
  }
  expect((await visitor('GET', place)).body).not.toContain('looks odd');
  expect((await visitor('GET', `${place}/history`)).body).not.toContain('looks odd');
});

test('a comment sent twice is written once, and nobody can write over somebody else’s', async () => {
  const id = randomUUID();
  const [first, second] = [await say(amy, 'once', { id }), await say(amy, 'once', { id })];
  expect(second.json()).toEqual(first.json());
  expect((await say(bea, 'mine now', { id })).statusCode).toBe(400);
  expect((await bea('PATCH', `${place}/comments/${id}`, { text: 'no' })).statusCode).toBe(403);
  expect((await bea('DELETE', `${place}/comments/${id}`)).statusCode).toBe(403);
});

test('one’s own comment is changed and removed; what it said before is kept', async () => {
  const id = randomUUID();
  await say(amy, 'first', { id });
  expect((await amy('PATCH', `${place}/comments/${id}`, { text: 'second' })).json()).toMatchObject({
    text: 'second',
    edited_at: expect.any(String),
  });
  expect((await amy('DELETE', `${place}/comments/${id}`)).statusCode).toBe(204);
  expect((await read(amy)).some((comment) => comment.id === id)).toBe(false);
  const kept = await edge.database
    .knex('engine.comment_version')
    .where({ comment: id })
    .orderBy('at')
    .select('action', 'text');
  expect(kept).toEqual([
    { action: 'edit', text: 'first' },
    { action: 'remove', text: 'second' },
  ]);
});

test('who is mentioned gets one message with the way to the record; only who may see the record can be', async () => {
  const people = (await amy('GET', `${place}/people?search=b`)).json<Person[]>();
  expect(people.map(({ login }) => login)).toEqual(['bea']);
  const [boss] = people;
  expect((await say(amy, '@Bea please look', { mentions: [boss?.id] })).statusCode).toBe(201);
  const [message] = (await bea('GET', '/api/messages')).json<MessageView[]>();
  expect(message).toMatchObject({
    title: 'Amy 在 T00001 中提到了您',
    text: '@Bea please look',
    link: expect.stringContaining('/w/desk/forms/ticket/'),
  });
  const stranger = (await edge.database.knex('engine.app_user').where({ login: 'rob' }).first<{ id: string }>('id')).id;
  expect((await say(amy, '@Rob', { mentions: [stranger] })).json()).toMatchObject({
    error: { code: 'mention_not_allowed' },
  });
});

test('a file of a comment opens to those who read the comment, and to nobody once it is removed', async () => {
  const { payload, headers } = fileBody('note.txt', 'hello there', 'text/plain');
  const kept = await amy('POST', '/api/apps/desk/files?form=ticket&field=@comment', payload, headers);
  const { id: file } = kept.json<{ id: string }>();
  const id = randomUUID();
  expect((await say(bea, '', { files: [file] })).json()).toMatchObject({ error: { code: 'file_not_found' } });
  expect((await say(amy, '', { id, files: [file] })).json()).toMatchObject({ files: [{ name: 'note.txt' }] });
  const open = (ask: Ask) => ask('GET', `/api/apps/desk/files/${file}`);
  expect((await open(bea)).body).toBe('hello there');
  expect((await open(rob)).statusCode).toBe(404);
  expect((await open(visitor)).statusCode).toBe(404);
  await amy('DELETE', `${place}/comments/${id}`);
  expect((await open(bea)).statusCode).toBe(404);
  expect((await visitor('POST', '/api/apps/desk/files?form=ticket&field=@comment', payload, headers)).statusCode).toBe(
    403,
  );
});
