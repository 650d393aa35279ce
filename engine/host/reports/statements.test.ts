import { beforeAll, describe, expect, it } from 'vitest';
import { type AppModel, loadApp, type Tile } from '../../definition/index.ts';
import { asFiles, claimsFiles } from '../../definition/testing/claims.ts';
import {
  type FormAccess,
  type Mark,
  planDrill,
  planFilters,
  planTile,
  type ReportContext,
  shapeFilter,
  shapeTile,
  type TileData,
} from '../../report/index.ts';
import { testDatabase } from '../testing/database.ts';

const loaded = loadApp(asFiles(claimsFiles())).app;
if (!loaded) throw new Error('The app of the test does not load.');
const app: AppModel = loaded;
const report = app.reports.get('overview') ?? { key: '', label: '', tiles: [] };
const database = await testDatabase();
const { knex } = database;

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const all: FormAccess = { rows: 'all', readable: () => true };

function context(more: Partial<ReportContext> = {}): ReportContext {
  return {
    app,
    access: () => all,
    facts: { user: { id: id(900), name: 'Lea' }, settings: { limit: '500.00' }, proof: {} },
    now: '2026-03-06T04:00:00.000Z',
    locale: 'en',
    ...more,
  };
}

const tileNamed = (key: string): Tile => {
  const tile = report.tiles.find((item) => item.key === key);
  if (!tile) throw new Error(`No tile ${key}.`);
  return tile;
};

async function show(tile: Tile | string, ctx: ReportContext = context()): Promise<TileData> {
  const { plan, refusal } = planTile(report, typeof tile === 'string' ? tileNamed(tile) : tile, ctx);
  if (!plan) throw new Error(refusal.message.en);
  const { rows } = await knex.raw<{ rows: Record<string, unknown>[] }>(plan.sql, plan.bindings as never);
  return shapeTile(plan, rows, ctx);
}

async function drill(key: string, mark: Mark, ctx: ReportContext = context()): Promise<string[]> {
  const { plan, refusal } = planDrill(report, tileNamed(key), mark, ctx);
  if (!plan) throw new Error(refusal.message.en);
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(plan.sql, plan.bindings as never);
  return rows.map((row) => row.id).sort();
}

/** no, category, total, state, created at, spent on, centre */
const CLAIMS: [string, string | null, string, string, string, string, number | null][] = [
  ['C1', 'travel', '100.10', 'paid', '2026-03-01T17:00:00Z', '2026-03-01', 800],
  ['C2', 'travel', '200.20', 'pending', '2026-03-02T01:00:00Z', '2026-03-02', 801],
  ['C3', 'meals', '0.30', 'paid', '2026-03-02T02:00:00Z', '2026-03-02', 800],
  ['C4', 'other', '1000.00', 'rejected', '2026-03-05T01:00:00Z', '2026-03-04', null],
  ['C5', null, '50.00', 'pending', '2026-03-05T02:00:00Z', '2026-03-16', null],
];

beforeAll(async () => {
  await knex.raw(`
    create schema claims;
    create table claims.centre (id uuid primary key, created_at timestamptz default now(), code text, name text);
    create table claims.claim (id uuid primary key, revision int default 1, created_at timestamptz, created_by uuid, updated_at timestamptz,
      updated_by uuid, version int, state text, nodes text[], instance uuid, no text, title text, category text, centre uuid, spent_on date,
      urgent boolean, total numeric, salary numeric, paid boolean, reviewer uuid);
    create table claims.claim__lines (id uuid primary key, parent uuid, position int, item text, qty bigint, price numeric, amount numeric);
  `);
  await knex('claims.centre').insert([
    { id: id(800), code: 'A', name: 'Alpha' },
    { id: id(801), code: 'B', name: 'Beta' },
  ]);
  await knex('engine.app_user').insert({
    id: id(900),
    login: 'lea',
    name: JSON.stringify({ 'zh-CN': '李', en: 'Lea' }),
  });
  await knex('claims.claim').insert(
    CLAIMS.map(([no, category, total, state, created_at, spent_on, centre], i) => ({
      ...{ id: id(i + 1), no, category, total, state, created_at, spent_on },
      centre: centre === null ? null : id(centre),
      created_by: id(i < 2 ? 900 : 901),
      reviewer: id(900),
      salary: '9000',
    })),
  );
  await knex('claims.claim__lines').insert([
    { id: id(11), parent: id(1), position: 0, item: 'taxi', qty: 2, price: '50.05', amount: '100.10' },
    { id: id(12), parent: id(2), position: 0, item: 'taxi', qty: 3, price: '1', amount: '3' },
    { id: id(13), parent: id(2), position: 1, item: 'train', qty: 1, price: '9', amount: '9' },
  ]);
  await instances();
});

type Step = [at: string, type: string, data: Record<string, string>];

/** C1: entered on Friday at 17:00, approved on Monday at 10:00, paid at 11:00 (Shanghai). C3: two hours, with a return in between. */
const HISTORY: [number, Step[]][] = [
  [
    1,
    [
      ['2026-02-27T09:00:00Z', 'started', {}],
      ['2026-02-27T09:00:00Z', 'node_entered', { node: 'review', token: '1' }],
      ['2026-03-02T02:00:00Z', 'node_left', { node: 'review', token: '1', outcome: 'approved' }],
      ['2026-03-02T03:00:00Z', 'state_changed', { to: 'paid' }],
      ['2026-03-02T03:00:00Z', 'ended', { state: 'paid' }],
    ],
  ],
  [
    3,
    [
      ['2026-03-02T02:00:00Z', 'started', {}],
      ['2026-03-02T02:00:00Z', 'node_entered', { node: 'review', token: '1' }],
      ['2026-03-02T03:00:00Z', 'node_left', { node: 'review', token: '1', outcome: 'returned' }],
      ['2026-03-02T03:30:00Z', 'node_entered', { node: 'review', token: '2' }],
      ['2026-03-02T04:00:00Z', 'node_left', { node: 'review', token: '2', outcome: 'approved' }],
      ['2026-03-02T06:00:00Z', 'state_changed', { to: 'paid' }],
      ['2026-03-02T06:00:00Z', 'ended', { state: 'paid' }],
    ],
  ],
  // Still under way: no figure yet.
  [
    2,
    [
      ['2026-03-02T01:00:00Z', 'started', {}],
      ['2026-03-02T01:00:00Z', 'node_entered', { node: 'review', token: '1' }],
    ],
  ],
];

async function instances(): Promise<void> {
  for (const [n, steps] of HISTORY) {
    const instance = id(500 + n);
    await knex('engine.instance').insert({
      ...{ id: instance, app: 'claims', form: 'claim', record: id(n), flow: 'approval', version: 1, status: 'running' },
      ...{ data: '{}', revision: 1, seq: steps.length, head: '', started_at: steps[0]?.[0] },
    });
    await knex('engine.event').insert(
      steps.map(([at, type, data], i) => ({
        instance,
        seq: i + 1,
        at,
        type,
        actor: '{}',
        data: JSON.stringify(data),
        hash: '',
      })),
    );
  }
}

describe('figures', () => {
  it('count, and warn above their line', async () => {
    expect(await show('count')).toEqual({ kind: 'value', format: 'integer', value: '5', status: 'warn', limit: '3' });
  });

  it('give a share, and a dash where there is nothing to share', async () => {
    expect(await show('share')).toMatchObject({ value: '0.4', max: '1', format: 'percent', status: 'warn' });
    expect(await show('share', context({ filters: { period: '2020-01-01/2020-12-31' } }))).toMatchObject({
      value: null,
      status: 'none',
    });
  });

  it('are held against another measure as full scale', async () => {
    expect(await show('progress')).toMatchObject({ kind: 'value', value: '2', max: '5' });
  });

  it('add money exactly', async () => {
    expect(await show({ key: 's', type: 'metric', label: 's', measure: 'sum', size: [1, 1] })).toMatchObject({
      value: '1350.6',
      format: 'money',
    });
    expect(await show({ key: 's', type: 'metric', label: 's', measure: 'median', size: [1, 1] })).toMatchObject({
      value: '100.1',
      format: 'money',
    });
  });

  it('put what is beyond the limit of a pie together as others', async () => {
    const data = await show('by_category');
    expect(data.categories).toHaveLength(3);
    expect(data.categories?.[0]).toEqual({ mark: 'travel', text: 'Travel' });
    expect(data.categories?.[2]?.text).toBe('Others');
    expect(data.series?.[0]?.values).toEqual(['2', '1', '2']);
    expect(data.total).toBe('5');
    expect(await drill('by_category', data.categories?.[2]?.mark as Mark)).toHaveLength(2);
  });

  it('stand in the order of the flow’s states, by several measures', async () => {
    const data = await show('by_state', context({ locale: 'zh-CN' }));
    expect(data.categories).toEqual([
      { mark: 'pending', text: '待审批' },
      { mark: 'paid', text: '已付款' },
      { mark: 'rejected', text: 'Rejected' },
    ]);
    expect(data.series?.map((series) => series.values)).toEqual([
      ['2', '2', '1'],
      ['250.2', '100.4', '1000'],
    ]);
  });

  it('fall on the day of the app’s time zone, and days without anything are 0', async () => {
    const data = await show('by_day');
    // 2026-03-01 17:00 UTC is the 2nd in Shanghai.
    expect(data.categories?.map((item) => item.mark)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05']);
    expect(data.series?.[0]?.values).toEqual(['3', '0', '0', '2']);
  });

  it('are split by a second dimension', async () => {
    const data = await show('by_week');
    expect(data.categories?.map((item) => item.text)).toEqual(['2026 W09', '2026 W10', '2026 W11', '2026 W12']);
    expect(data.series?.map(({ key, values }) => [key, values])).toEqual([
      ['travel', ['1', '1', '0', '0']],
      ['meals', ['0', '1', '0', '0']],
      ['other', ['0', '1', '0', '0']],
      ['', ['0', '0', '0', '1']],
    ]);
  });

  it('count rows of a sub-table', async () => {
    expect(await show('items')).toMatchObject({
      kind: 'rows',
      rows: [{ cells: ['taxi', '5'] }, { cells: ['train', '1'] }],
    });
  });

  it('come from two forms by a dimension they share', async () => {
    const tile: Tile = {
      key: 'x',
      type: 'line',
      label: 'x',
      measures: ['claims', 'centres'],
      by: ['created_at:year'],
      size: [1, 1],
    };
    const data = await show(tile);
    expect(data.series?.map((series) => series.key)).toEqual(['claims', 'centres']);
    expect(data.series?.[1]?.values.at(-1)).toBe('2');
  });

  it('call references by the title of their record', async () => {
    const tile: Tile = { key: 'x', type: 'bar', label: 'x', measure: 'claims', by: ['centre'], size: [1, 1] };
    expect((await show(tile)).categories?.map((item) => item.text).sort()).toEqual(['Alpha', 'Beta', 'Not filled in']);
  });
});

describe('filters', () => {
  it('narrow every tile, and drilling with them', async () => {
    const ctx = context({ filters: { category: ['travel', 'meals'], period: '2026-03-02/2026-03-02' } });
    expect((await show('count', ctx)).value).toBe('2');
    expect(await drill('count', {}, ctx)).toEqual([id(2), id(3)]);
  });

  it('mean whole days of the app’s time zone beside an instant', async () => {
    expect((await show('count', context({ filters: { created: '2026-03-02/2026-03-02' } }))).value).toBe('3');
    expect((await show('count', context({ filters: { created: '2026-03-03/' } }))).value).toBe('2');
    expect((await show('count', context({ filters: { created: 'today' } }))).value).toBe('0');
  });

  it('take what was sent as a value, whatever it is', async () => {
    const ctx = context({ filters: { category: ["x' or true --", '? ?'], period: "'; drop schema claims; --" } });
    expect((await show('count', ctx)).value).toBe('0');
  });

  it('offer what there is, by its name', async () => {
    const plans = planFilters(report, context());
    const offered: Record<string, string[]> = {};
    for (const [key, plan] of plans) {
      const { rows } = await knex.raw<{ rows: Record<string, unknown>[] }>(plan.sql, plan.bindings as never);
      offered[key] = shapeFilter(plan, rows, context()).map((choice) => choice.label);
    }
    expect(offered).toEqual({ category: ['Travel', 'Meals', 'Sundries'], centre: ['Alpha', 'Beta'] });
  });
});

describe('rights', () => {
  const own: FormAccess = {
    rows: [{ fact: 'created_by', operator: 'equal', value: '= user.id' }],
    readable: (path) => path !== 'salary',
  };

  it('let only rows into a figure that the person may see, and the same rows into a drill', async () => {
    expect((await show('count', context({ access: () => own }))).value).toBe('2');
    expect(await drill('count', {}, context({ access: () => own }))).toEqual([id(1), id(2)]);
  });

  it('open what any of several entries opens', async () => {
    const two: FormAccess = {
      ...own,
      rows: [
        ...(own.rows as []),
        { fact: 'lines.item', operator: 'contains', value: 'nothing' },
        { fact: 'state', operator: 'equal', value: 'rejected' },
      ],
    };
    expect((await show('count', context({ access: () => two }))).value).toBe('3');
  });

  it('decide conditions about the person outside the database', async () => {
    const named: FormAccess = { ...own, rows: [{ fact: 'user.name', operator: 'equal', value: 'Lea' }] };
    expect((await show('count', context({ access: () => named }))).value).toBe('5');
    const other: FormAccess = { ...own, rows: [{ not: { fact: 'user.name', operator: 'equal', value: 'Lea' } }] };
    expect((await show('count', context({ access: () => other }))).value).toBe('0');
  });

  it('open no row by a condition that the database cannot say', async () => {
    const vague: FormAccess = { ...own, rows: [{ fact: 'title', operator: 'matches', value: '^a' }] };
    expect((await show('count', context({ access: () => vague }))).value).toBe('0');
  });

  it('leave columns out of a list of records that the person may not read', async () => {
    const data = await show('open', context({ access: () => own }));
    expect(data.columns?.map((column) => column.key)).toEqual(['no', 'category', 'centre', 'total', 'reviewer']);
    expect(data.rows).toEqual([{ id: id(2), cells: ['C2', 'Travel', 'Beta', '200.2', 'Lea'] }]);
  });
});

describe('a funnel and a heat map', () => {
  const stages: Tile = { key: 'stages', type: 'funnel', label: 'Stages', measures: ['claims', 'paid'], size: [6, 4] };

  it('make a stage of each measure, in their order, with what is behind it', async () => {
    const data = await show(stages);
    expect(data.categories).toEqual([
      { mark: { measure: 'claims' }, text: 'Claims' },
      { mark: { measure: 'paid' }, text: 'Paid' },
    ]);
    expect(data.series?.map(({ values }) => values)).toEqual([['5', '2']]);
    const { plan } = planDrill(report, stages, { measure: 'paid' }, context());
    const { rows } = await knex.raw<{ rows: { id: string }[] }>(plan?.sql ?? '', plan?.bindings as never);
    expect(rows.map((row) => row.id).sort()).toEqual([id(1), id(3)]);
  });

  it('make a cell of each pair, and nothing is 0', async () => {
    const by = ['category', 'state'];
    const data = await show({ key: 'map', type: 'heatmap', label: 'Map', measure: 'claims', by, size: [6, 4] });
    expect(data.categories?.map(({ mark }) => mark)).toContain('travel');
    const paid = data.series?.find(({ key }) => key === 'paid');
    const at = data.categories?.findIndex(({ mark }) => mark === 'other') ?? -1;
    expect(paid?.values[at]).toBe('0');
  });
});

describe('lead times', () => {
  it('run from the first point to the first time the second is reached after it', async () => {
    // C1: 65 h, C3: 2 h (the return in between is part of it).
    expect(await show('lead')).toMatchObject({
      kind: 'value',
      format: 'duration',
      value: '120600',
      count: 2,
      status: 'warn',
      limit: '14400',
    });
  });

  it('are grouped by a field, with another statistic', async () => {
    const data = await show('lead_by');
    expect(data.categories?.map((item) => item.mark)).toEqual(['travel', 'meals']);
    expect(data.series?.[0]?.values).toEqual(['237600', '14400']);
    expect(data.series?.[0]?.format).toBe('duration');
  });

  it('count working time only where a calendar says so', async () => {
    // C1: Friday 17–18, Monday 9–11: 3 h. C3: 10–12, 13–14: 3 h.
    expect(await show('working')).toMatchObject({ value: '10800', count: 2, status: 'ok' });
  });

  it('are of each visit where they are of nodes, with several figures side by side', async () => {
    const byNode: Tile = {
      ...{ key: 'by_node', type: 'bar', label: 'By step', size: [6, 4], stats: ['mean', 'p90'] },
      leadTime: { flow: 'approval', nodes: ['review'] },
    };
    const data = await show(byNode);
    // 65 h, 1 h and half an hour; who is still there is no figure.
    expect(data.categories).toEqual([{ mark: 'review', text: 'Review' }]);
    expect(data.series?.map(({ key, values }) => [key, values])).toEqual([
      ['mean', ['79800']],
      ['p90', ['187920']],
    ]);
    const working = await show({ ...byNode, leadTime: { flow: 'approval', nodes: ['review'], calendar: 'work' } });
    expect(working.series?.[0]?.values).toEqual(['4200']);
    expect(working.count).toBe(3);
  });

  it('drill to the records that were measured', async () => {
    expect(await drill('lead', {})).toEqual([id(1), id(3)]);
    expect(await drill('lead_by', { dimensions: ['meals'] })).toEqual([id(3)]);
  });

  it('are those of visible records only', async () => {
    const rows: FormAccess = { ...all, rows: [{ fact: 'category', operator: 'equal', value: 'meals' }] };
    expect(await show('lead', context({ access: () => rows }))).toMatchObject({ value: '7200', count: 1 });
  });

  it('are nothing where nothing was finished', async () => {
    const none: FormAccess = { ...all, rows: [] };
    expect(await show('lead', context({ access: () => none }))).toMatchObject({
      value: null,
      count: 0,
      status: 'none',
    });
    expect(await show('working', context({ access: () => none }))).toMatchObject({
      value: null,
      count: 0,
      status: 'none',
    });
  });
});

describe('drilling', () => {
  it('finds the records behind a day, an empty value, and a row’s value', async () => {
    expect(await drill('by_day', { dimensions: ['2026-03-02'] })).toEqual([id(1), id(2), id(3)]);
    expect(await drill('by_category', { dimensions: [null] })).toEqual([id(5)]);
    expect(await drill('items', { dimensions: ['train'] })).toEqual([id(2)]);
    expect(await drill('by_week', { dimensions: ['2026-03-02', 'meals'] })).toEqual([id(3)]);
  });

  it('holds to a measure’s own condition', async () => {
    expect(await drill('progress', {})).toEqual([id(1), id(3)]);
    expect(await drill('open', {})).toEqual([id(2), id(4), id(5)]);
  });
});
