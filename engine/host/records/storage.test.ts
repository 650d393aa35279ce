import { beforeAll, expect, it } from 'vitest';
import type { Field, FormDefinition } from '../../definition/index.ts';
import { type Condition, conditionToSql } from '../../expression/index.ts';
import { compileForm, type FieldContext, fieldType } from '../../form/index.ts';
import type { LiveForm } from '../apps/live.ts';
import { WriteSet } from '../door/writeSet.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { conditionColumns } from './columns.ts';
import { FormStorage } from './storage.ts';

const options = [
  { key: 'zj', label: '浙江', children: [{ key: 'hz', label: '杭州' }] },
  { key: 'sh', label: '上海' },
];
const fields = [
  { key: 'note', type: 'richtext', label: 'note' },
  { key: 'rate', type: 'percent', label: 'rate' },
  { key: 'at', type: 'time', label: 'at' },
  { key: 'leave', type: 'daterange', label: 'leave' },
  { key: 'meeting', type: 'datetimerange', label: 'meeting' },
  { key: 'shift', type: 'timerange', label: 'shift', overnight: true },
  { key: 'place', type: 'cascade', label: 'place', options },
  { key: 'areas', type: 'tree', label: 'areas', options, multiple: true },
  { key: 'stars', type: 'rating', label: 'stars', half: true },
  { key: 'warmth', type: 'slider', label: 'warmth', max: 30, step: 0.5 },
  { key: 'paint', type: 'colour', label: 'paint' },
  { key: 'site', type: 'url', label: 'site' },
  { key: 'identity', type: 'idnumber', label: 'identity' },
  { key: 'code', type: 'scan', label: 'code' },
] as Field[];
const inRows = fields.filter((field) => fieldType(field).alone !== true);
const form: FormDefinition = {
  key: 'visit',
  label: 'Visit',
  fields: [...fields, { key: 'rows', type: 'table', label: 'rows', fields: inRows } as Field],
};
const context: FieldContext = { timeZone: 'Asia/Shanghai', currency: 'CNY', forms: new Map() };
const storage = new FormStorage('clinic', form);
const live = { key: 'visit', form, storage, compiled: compileForm(form, context) } as unknown as LiveForm;

const entered = {
  note: 'It **hurts**\nhere',
  rate: '12.5%',
  at: '13:45',
  leave: '2026-03-02 ~ 2026-03-05',
  meeting: '2026-03-02 09:00 ~ 2026-03-02 11:30',
  shift: '22:00 - 06:00',
  place: '浙江/杭州',
  areas: ['hz', 'sh'],
  stars: '3.5',
  warmth: '21.5',
  paint: '#2F6FED',
  site: 'example.com',
  identity: '11010519491231002x',
  code: 'SF1234',
} as Record<string, unknown>;
const read = (field: Field) => fieldType(field).normalise(entered[field.key], field, context) ?? null;
const values = Object.fromEntries(fields.map((field) => [field.key, read(field)]));
const row = { id: '00000000-0000-7000-8000-000000000002', ...Object.fromEntries(inRows.map((f) => [f.key, read(f)])) };
const id = '00000000-0000-7000-8000-000000000001';
const empty = '00000000-0000-7000-8000-000000000003';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const [sub] = storage.subs;
  if (!sub) throw new Error('The form has a table.');
  const columns = (shape: typeof storage.shape) => shape.columns.map(([name, type]) => `"${name}" ${type}`).join(', ');
  await database.knex.raw('create schema clinic');
  for (const shape of [storage.shape, sub.shape])
    await database.knex.raw(`create table ${shape.name} (${columns(shape)})`);
  const head = { revision: 1, created_at: '2026-03-02T01:00:00Z', updated_at: '2026-03-02T01:00:00Z', version: 1 };
  const writes = new WriteSet();
  writes.insert(storage.shape, { id, ...head, ...storage.encode(values) });
  writes.insert(storage.shape, { id: empty, ...head, ...storage.encode({}) });
  for (const one of storage.encodeRows(sub, id, [row])) writes.insert(sub.shape, one);
  const { text, values: bound } = writes.statement() ?? { text: '', values: [] };
  await database.knex.raw(text.replace(/\$\d+/g, '?'), bound as never);
});

const found = async (condition: Condition, table?: string): Promise<string[]> => {
  const env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
  const where = conditionToSql(condition, conditionColumns(live, table), {}, env);
  if (!where) throw new Error(`${JSON.stringify(condition)} cannot be said in SQL.`);
  const from = table
    ? `${storage.subs[0]?.shape.name} t join ${storage.shape.name} r on r.id = t.parent`
    : `${storage.shape.name} r`;
  const { rows } = await database.knex.raw<{ rows: { id: string }[] }>(
    `select r.id from ${from} where ${where.sql} order by 1`,
    where.bindings as never,
  );
  return rows.map((one) => one.id);
};

it('keeps every value through a real column, and in a row of a sub-table', async () => {
  const { rows } = await database.knex.raw<{ rows: Record<string, unknown>[] }>(`${storage.select()} order by r.id`);
  const [whole, nothing] = rows.map((one) => storage.decode(one).values);
  expect(whole).toEqual({ ...values, rows: [row] });
  expect(nothing).toMatchObject({ note: null, leave: null, shift: null, place: [], stars: null });
});

it.each<Condition>([
  { fact: 'rate', operator: 'greaterThan', value: '12' },
  { fact: 'at', operator: 'between', value: ['13:00', '14:00'] },
  { fact: 'leave.from', operator: 'equal', value: '2026-03-02' },
  { fact: 'leave.to', operator: 'lessThanInclusive', value: '2026-03-05' },
  { fact: 'meeting.to', operator: 'inPeriod', value: 'today' },
  { fact: 'shift.from', operator: 'greaterThan', value: '21:00' },
  { fact: 'leave', operator: 'filled' },
  { fact: 'note.text', operator: 'contains', value: '**hurts**' },
  { fact: 'place', operator: 'contains', value: 'zj' },
  { fact: 'areas', operator: 'containsAny', value: ['sh', 'x'] },
  { fact: 'stars', operator: 'greaterThanInclusive', value: 3.5 },
  { fact: 'site', operator: 'startsWith', value: 'https://' },
  { fact: 'identity', operator: 'equal', value: '11010519491231002X' },
])('is found by %j, in SQL as in a formula’s world', async (condition) => {
  expect(await found(condition)).toEqual([id]);
  expect(await found({ not: condition })).toEqual([empty]);
  if ('fact' in condition && !condition.fact.startsWith('note')) expect(await found(condition, 'rows')).toEqual([id]);
});
