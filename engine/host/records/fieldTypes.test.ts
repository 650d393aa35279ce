import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { RecordList, RecordView } from '../../wire.ts';
import { type Ask, testEdge } from '../testing/edge.ts';

/** Field types that lie otherwise than in a column of their own: documents, keys of the engine's, what another record has. */
const customer = {
  key: 'customer',
  label: 'Customer',
  title: 'name',
  fields: [
    { key: 'name', type: 'text', label: 'Name' },
    { key: 'credit', type: 'money', label: 'Credit' },
    { key: 'town', type: 'text', label: 'Town' },
    { key: 'rank', type: 'text', label: 'Rank' },
  ],
  access: [{ role: 'clerk', create: true, rights: { '*': 'edit' } }],
};
/** Of the same town as the visit, of the same rank as its own row. */
const peer = (value: string, fact: string) => ({
  key: 'peer',
  type: 'select',
  label: 'Peer',
  options: {
    form: 'customer',
    value: 'name',
    label: 'name',
    where: { all: [{ fact, operator: 'equal', value }] },
  },
});
const who = { key: 'who', type: 'reference', label: 'Who', form: 'customer' };
const credit = { key: 'credit', type: 'lookup', label: 'Credit', reference: 'who', form: 'customer', show: 'credit' };
const visit = {
  key: 'visit',
  label: 'Visit',
  fields: [
    { key: 'home', type: 'address', label: 'Home' },
    { key: 'spot', type: 'location', label: 'Spot' },
    { key: 'team', type: 'department', label: 'Team' },
    { key: 'duty', type: 'role', label: 'Duty', roles: ['clerk'] },
    who,
    credit,
    { key: 'spare', type: 'money', label: 'Spare', value: '= credit - 10' },
    { key: 'town', type: 'text', label: 'Town' },
    peer('= record.town', 'town'),
    {
      key: 'lines',
      type: 'table',
      label: 'Lines',
      fields: [who, credit, { key: 'rank', type: 'text', label: 'Rank' }, peer('= row.rank', 'rank')],
    },
  ],
  list: { columns: ['home', 'who', 'credit'], search: ['home'] },
  checks: [
    {
      key: 'far',
      when: { all: [{ fact: 'home.province', operator: 'equal', value: '西藏自治区' }] },
      refuse: 'Too far',
      at: 'home',
    },
  ],
  access: [{ role: 'clerk', create: true, rights: { '*': 'edit' } }],
};
const files = [
  {
    path: 'app.json',
    json: {
      key: 'visits',
      label: 'Visits',
      version: '1.0.0',
      timeZone: 'Asia/Shanghai',
      currency: 'CNY',
      roles: [
        { key: 'clerk', label: 'Clerk' },
        { key: 'boss', label: 'Boss' },
      ],
      admin: 'boss',
    },
  },
  { path: 'forms/customer.json', json: customer },
  { path: 'forms/visit.json', json: visit },
  { path: 'data/people.json', json: { key: 'people', users: [{ login: 'amy', name: 'Amy', roles: ['clerk'] }] } },
];
const edge = await testEdge(files);
const visits = '/api/apps/visits/forms/visit/records';
const home = { code: '330106', street: '文三路 1 号' };
let amy: Ask;
let rich: string;
let poor: string;

const create = async (url: string, data: object) => amy('POST', url, { command: randomUUID(), data });
const read = async (id: string): Promise<RecordView> => (await amy('GET', `${visits}/${id}`)).json();
async function list(filter: object): Promise<string[]> {
  const query = new URLSearchParams({ filter: JSON.stringify(filter) });
  return ((await amy('GET', `${visits}?${query}`)).json() as RecordList).rows.map(({ id }) => id);
}

beforeAll(async () => {
  amy = await edge.as('amy');
  const north = { key: 'north', label: JSON.stringify({ 'zh-CN': '北方部', en: 'The North' }) };
  await edge.database.knex('engine.department').insert(north);
  const customers = '/api/apps/visits/forms/customer/records';
  rich = (await create(customers, { name: 'Rich', credit: '500' })).json().id;
  poor = (await create(customers, { name: 'Poor', credit: '7' })).json().id;
});

test('a looked-up field is worked with at submit, read with every look, and follows the record that it shows', async () => {
  const lines = [
    { id: randomUUID(), who: poor },
    { id: randomUUID(), who: null },
  ];
  const { id } = (await create(visits, { who: rich, credit: '1', lines })).json();
  const view = await read(id);
  expect(view.data).toMatchObject({ credit: '500.00', spare: '490.00' });
  expect(view.data.lines).toMatchObject([{ credit: '7.00' }, { credit: null }]);
  const url = `/api/apps/visits/forms/customer/records/${rich}`;
  const { revision } = (await amy('GET', url)).json();
  expect((await amy('PATCH', url, { command: randomUUID(), revision, data: { credit: '600' } })).statusCode).toBe(200);
  expect((await read(id)).data.credit).toBe('600.00');
  expect(await list({ all: [{ fact: 'credit', operator: 'greaterThan', value: '550' }] })).toEqual([id]);
  expect(await list({ all: [{ fact: 'credit', operator: 'greaterThan', value: '650' }] })).toEqual([]);
});

test('a looked-up field is told while somebody chooses', async () => {
  const answer = await amy('POST', '/api/apps/visits/forms/visit/answers', { values: { who: poor } });
  expect(Object.values(answer.json().rollups)).toContain('7.00');
});

test('an address is stored with the names of its code, and found by its parts and words', async () => {
  const { id } = (await create(visits, { home })).json();
  expect((await read(id)).data.home).toEqual({ province: '浙江省', city: '杭州市', district: '西湖区', ...home });
  expect(await list({ all: [{ fact: 'home.city', operator: 'equal', value: '杭州市' }] })).toEqual([id]);
  const found = (await amy('GET', `${visits}?search=${encodeURIComponent('文三路')}`)).json() as RecordList;
  expect(found.rows.map((row) => row.id)).toEqual([id]);
  const wrong = await create(visits, { home: { ...home, code: '999999' } });
  expect([wrong.statusCode, wrong.json().error.problems[0]]).toMatchObject([
    422,
    { code: 'not_an_address', path: 'home' },
  ]);
  const far = await create(visits, { home: { code: '540102', street: 'x' } });
  expect(far.json().error.problems[0]).toMatchObject({ path: 'home', message: 'Too far' });
});

test('a place is stored exactly, and found by its numbers', async () => {
  const { id } = (await create(visits, { spot: '30.2741, 120.1551' })).json();
  expect((await read(id)).data.spot).toEqual({ lat: '30.2741', lng: '120.1551', accuracy: null });
  expect(await list({ all: [{ fact: 'spot.lat', operator: 'greaterThan', value: '30.274' }] })).toEqual([id]);
});

test('departments and roles are what exists, found by name and called by it', async () => {
  const { id } = (await create(visits, { team: 'north', duty: 'clerk' })).json();
  const { data, texts } = await read(id);
  expect([data.team, texts['department:north'], texts['role:clerk']]).toEqual(['north', 'The North', 'Clerk']);
  for (const wrong of [{ team: 'south' }, { duty: 'boss' }, { duty: 'nobody' }]) {
    expect((await create(visits, wrong)).json().error.problems[0]).toMatchObject({ code: 'not_found' });
  }
  const options = async (field: string, search: string) =>
    (await amy('GET', `/api/apps/visits/forms/visit/options/${field}?search=${search}`)).json();
  expect(await options('team', 'north')).toEqual([{ value: 'north', label: 'The North' }]);
  expect(await options('duty', '')).toEqual([{ value: 'clerk', label: 'Clerk' }]);
});

test('choices are narrowed by the record and the row at hand; whoever does not say what they hold is offered all, and judged', async () => {
  for (const [name, town, rank] of [
    ['Xia', 'Anji', 'gold'],
    ['Yun', 'Anji', 'tin'],
    ['Zhu', 'Deqing', 'gold'],
  ])
    await create('/api/apps/visits/forms/customer/records', { name, town, rank });
  const offered = async (field: string, facts?: object): Promise<string[]> => {
    const asked = facts === undefined ? '' : `?facts=${encodeURIComponent(JSON.stringify(facts))}`;
    const found = (await amy('GET', `/api/apps/visits/forms/visit/options/${field}${asked}`)).json<
      { value: string }[]
    >();
    return found.map(({ value }) => value).filter((name) => ['Xia', 'Yun', 'Zhu'].includes(name));
  };
  expect(await offered('peer', { record: { town: 'Anji' } })).toEqual(['Xia', 'Yun']);
  expect(await offered('lines.peer', { row: { rank: 'gold' } })).toEqual(['Xia', 'Zhu']);
  expect(await offered('peer', {})).toEqual([]);
  expect(await offered('peer')).toEqual(['Xia', 'Yun', 'Zhu']);
  expect((await amy('GET', '/api/apps/visits/forms/visit/options/peer?facts=[')).statusCode).toBe(400);
  const row = (rank: string, name: string) => ({ lines: [{ id: randomUUID(), rank, peer: name }] });
  expect((await create(visits, { town: 'Deqing', peer: 'Zhu', ...row('tin', 'Yun') })).statusCode).toBe(201);
  for (const wrong of [{ town: 'Deqing', peer: 'Xia' }, row('tin', 'Zhu')])
    expect((await create(visits, wrong)).json().error.problems[0]).toMatchObject({ code: 'not_found' });
});
