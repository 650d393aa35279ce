import { expect, it } from 'vitest';
import { type AppModel, loadApp } from '../../definition/index.ts';
import { losses } from '../design/losses.ts';
import { testDatabase } from '../testing/database.ts';
import { sqlOn } from './existing.ts';
import { installApp, planInstall, publish } from './install.ts';
import { asPublisher } from './publisher.ts';

const { knex } = await testDatabase();

const reasons = [
  { key: 'quality', label: { 'zh-CN': '质量问题', en: 'Quality' } },
  { key: 'other', label: '其他' },
];
const yesNo = [
  { key: 'ok', label: '是' },
  { key: 'bad', label: '否' },
];

let version = 1;

function modelOf(fields: object[], timeZone = 'Asia/Shanghai'): AppModel {
  version += 1;
  const app = {
    key: 'shop',
    label: 'Shop',
    version: `${version}.0.0`,
    timeZone,
    currency: 'CNY',
    roles: [{ key: 'boss', label: 'Boss' }],
    admin: 'boss',
  };
  const no = { key: 'no', type: 'text', label: 'No', unique: true };
  const { app: model, problems } = loadApp([
    { path: 'app.json', json: app },
    { path: 'forms/order.json', json: { key: 'order', label: 'Order', title: 'no', fields: [no] } },
    { path: 'forms/item.json', json: { key: 'item', label: 'Item', title: 'no', fields: [no, ...fields] } },
  ]);
  if (!model) throw new Error(JSON.stringify(problems));
  return model;
}

const one = (type: string, more: object = {}): object => ({ key: 'value', type, label: 'Value', ...more });

it('the same columns again are the same, also where a column holds a list', async () => {
  const types = ['timerange', 'daterange', 'multiselect', 'time', 'datetime', 'text', 'money'];
  const fields = types.map((type) => ({
    ...{ key: `a_${type}`, type, label: type },
    ...(type === 'multiselect' && { options: yesNo }),
  }));
  await installApp(knex, modelOf(fields));
  expect((await planInstall(sqlOn(knex), modelOf(fields))).steps).toEqual([]);
});

interface Told {
  code: string;
  text: string;
}

/** What becomes of these values, written as SQL, when a field changes from one type to another; and what the plan says of it. */
async function change(from: object, to: object, values: string[]): Promise<{ values: unknown[]; told: Told[] }> {
  await knex.raw('drop schema if exists shop cascade');
  await knex('engine.app_version').where({ app: 'shop' }).delete();
  await knex('engine.app').where({ key: 'shop' }).delete();
  const before = modelOf([from]);
  await installApp(knex, before);
  await knex.raw(`insert into shop."order" (id, revision, created_at, updated_at, version, no) values
    ('01890000-0000-7000-8000-000000000001', 1, now(), now(), 1, 'SO1')`);
  for (const [at, value] of values.entries())
    await knex.raw(
      `insert into shop.item (id, revision, created_at, updated_at, version, no, value)
       values (gen_random_uuid(), 1, now(), now(), 1, 'n${at}', ${value})`,
    );
  const after = modelOf([to]);
  const { steps } = await planInstall(sqlOn(knex), after);
  const told = await losses(knex, before, after, steps);
  await installApp(knex, after);
  const { rows } = await knex.raw<{ rows: { value: unknown }[] }>('select value from shop.item order by no');
  return { values: rows.map(({ value }) => value), told: told.map(({ code, text }) => ({ code, text: text.en })) };
}

it('a date becomes the first instant of its day in the app’s zone, and the day of an instant is that zone’s', async () => {
  const there = await change(one('date'), one('datetime'), [`'2026-03-02'`, 'null']);
  expect(there).toEqual({ values: ['2026-03-01T16:00:00.000Z', null], told: [] });
  const back = await change(one('datetime'), one('date'), [`'2026-03-01T16:00:00Z'`, `'2026-03-01T17:30:00Z'`]);
  expect(back.values).toEqual(['2026-03-02', '2026-03-02']);
  expect(back.told).toEqual([
    { code: 'values_lose_time_of_day', text: expect.stringContaining('loses its time of day and keeps the date: 1') },
  ]);
});

it('a choice becomes a choice of several, and the other way only the first one is kept, which is told', async () => {
  const options = { options: reasons };
  const there = await change(one('select', options), one('multiselect', options), [`'quality'`, `null`]);
  expect(there).toEqual({ values: [['quality'], null], told: [] });
  const back = await change(one('multiselect', options), one('radio', options), [
    `array['other','quality']`,
    `array['quality']`,
  ]);
  expect(back.values).toEqual(['other', 'quality']);
  expect(back.told.map(({ code }) => code)).toEqual(['values_lose_more_choices']);
});

it('a choice becomes the words that people chose by, words become the choice again, and what is no option is told', async () => {
  const options = { options: reasons };
  expect((await change(one('select', options), one('text'), [`'quality'`, `'gone'`])).values).toEqual([
    '质量问题',
    'gone',
  ]);
  expect((await change(one('multiselect', options), one('text'), [`array['quality','other']`])).values).toEqual([
    '质量问题、其他',
  ]);
  const back = await change(one('text'), one('select', options), [`'质量问题'`, `' Quality'`, `'size'`]);
  expect(back.values).toEqual(['quality', 'quality', 'size']);
  expect(back.told).toEqual([{ code: 'values_unfit', text: expect.stringContaining('does not fit the new type: 1') }]);
  expect((await change(one('longtext'), one('multiselect', options), [`'其他，质量问题'`])).values).toEqual([
    ['other', 'quality'],
  ]);
});

it('a reference and a person become their names, with the link told as lost, and names find them again', async () => {
  const reference = one('reference', { form: 'order' });
  const id = '01890000-0000-7000-8000-000000000001';
  const gone = '01890000-0000-7000-8000-00000000000f';
  const there = await change(reference, one('text'), [`'${id}'`, `'${gone}'`]);
  expect(there.values).toEqual(['SO1', gone]);
  expect(there.told.map(({ code }) => code)).toEqual(['values_lose_link']);
  const back = await change(one('text'), reference, [`'SO1'`, `'SO2'`]);
  expect(back.values).toEqual([id, null]);
  expect(back.told.map(({ code }) => code)).toEqual(['values_emptied']);
  await knex('engine.app_user').insert({ id, login: 'bea', name: JSON.stringify({ 'zh-CN': '贝', en: 'Bea' }) });
  expect((await change(one('user'), one('text'), [`'${id}'`])).values).toEqual(['贝']);
  expect((await change(one('text'), one('user'), [`'bea'`, `'贝'`])).values).toEqual([id, id]);
});

it('yes and no become the option that says so, and words become yes and no', async () => {
  const options = { options: yesNo };
  expect((await change(one('boolean'), one('select', options), ['true', 'false', 'null'])).values).toEqual([
    'ok',
    'bad',
    null,
  ]);
  expect((await change(one('radio', options), one('boolean'), [`'ok'`, `'bad'`, `'x'`])).values).toEqual([
    true,
    false,
    null,
  ]);
  const words = await change(one('text'), one('boolean'), [`'是'`, `'No'`, `'maybe'`]);
  expect(words.values).toEqual([true, false, null]);
  expect(words.told.map(({ code }) => code)).toEqual(['values_emptied']);
});

it('text is read as numbers, money, dates and times as people write them; what cannot be read is told before and empty then', async () => {
  const read = async (to: object, values: string[]) => {
    const { values: held, told } = await change(
      one('text'),
      to,
      values.map((value) => `'${value}'`),
    );
    return { held, told: told.map(({ code, text }) => `${code} ${/\d+/.exec(text)?.[0]}`) };
  };
  expect(await read(one('number'), ['1,200.50', ' -3', '12 pcs', ''])).toEqual({
    held: ['1200.50', '-3', null, null],
    told: ['values_emptied 1'],
  });
  expect(await read(one('integer'), ['12', '12.0', '12.5', '99999999999999999'])).toEqual({
    held: ['12', '12', null, null],
    told: ['values_emptied 2'],
  });
  expect(await read(one('money'), ['12.5', '0.001'])).toEqual({ held: ['12.50', null], told: ['values_emptied 1'] });
  expect(
    await read(one('date'), ['2026-03-02', '2026/3/2', '2026年3月2日', '2026-02-30', '2026-13-01', 'soon']),
  ).toEqual({
    held: ['2026-03-02', '2026-03-02', '2026-03-02', null, null, null],
    told: ['values_emptied 3'],
  });
  expect(
    await read(one('datetime'), ['2026-03-02 09:30', '2026-03-02T01:30:00Z', '2026-03-02', '2026-03-02 25:00']),
  ).toEqual({
    held: ['2026-03-02T01:30:00.000Z', '2026-03-02T01:30:00.000Z', '2026-03-01T16:00:00.000Z', null],
    told: ['values_emptied 1'],
  });
  expect((await read(one('time'), ['9:30', '24:00'])).held).toEqual(['09:30:00', null]);
});

it('other changes that people expect keep every value', async () => {
  const kept = async (from: object, to: object, value: string) => (await change(from, to, [value])).values[0];
  expect(await kept(one('text'), one('longtext'), `'a'`)).toBe('a');
  expect(await kept(one('integer'), one('number'), '7')).toBe('7');
  expect(await kept(one('number'), one('money'), '7.25')).toBe('7.25');
  expect(await kept(one('datetime'), one('text'), `'2026-03-02T01:30:00Z'`)).toBe('2026-03-02 09:30:00');
  expect(await kept(one('time'), one('text'), `'09:30'`)).toBe('09:30');
  expect(await kept(one('date'), one('daterange'), `'2026-03-02'`)).toBe('[2026-03-02,2026-03-03)');
  expect(await kept(one('longtext'), one('richtext'), `'one' || chr(10) || 'two'`)).toEqual({
    text: 'one\ntwo',
    content: ['one', 'two'].map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] })),
  });
});

it('what has no way is refused while there are values, and made at once where there are none', async () => {
  await expect(change(one('text'), one('file'), [`'a'`])).rejects.toMatchObject({ code: 'type_differs' });
  await expect(change(one('reference', { form: 'order' }), one('user'), [`gen_random_uuid()`])).rejects.toMatchObject({
    code: 'type_differs',
  });
  expect((await change(one('text'), one('file'), ['null'])).values).toEqual([null]);
});

it('a value that comes while an empty column changes its type stops the publish, and is kept', async () => {
  await change(one('text'), one('text'), ['null']);
  const after = modelOf([one('file')]);
  const attempt = asPublisher(knex, true, (publisher) =>
    publish(publisher, after, { origin: 'designer' }, async () => {
      await knex.raw(`update shop.item set value = 'late'`);
    }),
  );
  await expect(attempt).rejects.toMatchObject({ code: 'type_differs' });
  const { rows } = await knex.raw<{ rows: unknown[] }>('select value from shop.item');
  expect(rows).toEqual([{ value: 'late' }]);
});

it('labels that look like SQL are words', async () => {
  const options = { options: [{ key: 'a', label: `x' || $1 \\ $$ --` }] };
  expect((await change(one('select', options), one('text'), [`'a'`])).values).toEqual([`x' || $1 \\ $$ --`]);
});
