import { describe, expect, it } from 'vitest';
import { loadApp, type Tile } from '../definition/index.ts';
import { asFiles, claimsFiles } from '../definition/testing/claims.ts';
import { planDrill } from './drill.ts';
import { formatFigure } from './format.ts';
import { planTile } from './plan.ts';
import { refusedTile, shapeTile } from './shape.ts';
import type { FormAccess, ReportContext } from './types.ts';

const loaded = loadApp(asFiles(claimsFiles())).app;
if (!loaded) throw new Error('The app of the test does not load.');
const app = loaded;
const report = app.reports.get('overview') ?? { key: '', label: '', tiles: [] };

function context(access: FormAccess | undefined, more: Partial<ReportContext> = {}): ReportContext {
  return {
    app,
    access: () => access,
    facts: { user: {}, settings: {}, proof: {} },
    now: '2026-03-06T04:00:00.000Z',
    locale: 'en',
    ...more,
  };
}

const all = context({ rows: 'all', readable: () => true });
const withoutSalary = context({ rows: 'all', readable: (path) => path !== 'salary' });

function tile(key: string): Tile {
  const found = report.tiles.find((item) => item.key === key);
  if (!found) throw new Error(key);
  return found;
}

const planOf = (of: Tile, ctx: ReportContext = all) => planTile(report, of, ctx).plan;

describe('a planned tile', () => {
  it('binds every value, and writes only names that the definitions have', () => {
    const filters = { category: ["'; drop table x; --"], period: '2026-03-01/2026-03-02' };
    const plan = planOf(tile('share'), context({ rows: 'all', readable: () => true }, { filters }));
    expect(plan?.sql).not.toContain('drop');
    expect(plan?.bindings).toContain("'; drop table x; --");
    expect(plan?.sql.match(/\?/g)).toHaveLength(plan?.bindings.length ?? -1);
    expect(plan?.sql).toContain('"claims"."claim" t');
  });

  it('gives the same statement for the same question', () => {
    expect(planOf(tile('by_week'))).toEqual(planOf(tile('by_week')));
  });

  it('works measures over the same rows out in one pass', () => {
    const plan = planOf(tile('share'));
    expect(plan?.sql.match(/"claims"\."claim" t/g)).toHaveLength(1);
    expect(plan?.sql).toContain('filter (where');
  });
});

describe('a tile is refused', () => {
  it('where a measure is of a field the person may not read', () => {
    const { refusal } = planTile(report, tile('salary'), withoutSalary);
    expect(refusal).toMatchObject({
      code: 'not_allowed',
      message: { en: expect.stringContaining('Salary'), 'zh-CN': expect.stringContaining('权限') },
    });
    expect(refusal && refusedTile(refusal, 'en')).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('may not see'),
    });
  });

  it('where a dimension is, and drilling with it', () => {
    const bySalary: Tile = { key: 'x', type: 'bar', label: 'x', measure: 'claims', by: ['salary'], size: [1, 1] };
    expect(planTile(report, bySalary, withoutSalary).refusal?.code).toBe('not_allowed');
    expect(planDrill(report, bySalary, { dimensions: ['9000'] }, withoutSalary).refusal?.code).toBe('not_allowed');
  });

  it('where the rows of a sub-table may not be read', () => {
    const ctx = context({ rows: 'all', readable: (path) => !path.startsWith('lines') });
    expect(planTile(report, tile('items'), ctx).refusal?.code).toBe('not_allowed');
  });

  it('where a filter asks for a field the person may not read, which would tell its values', () => {
    const ctx = context(
      { rows: 'all', readable: (path) => path !== 'category' },
      { filters: { category: ['travel'] } },
    );
    expect(planTile(report, tile('count'), ctx).refusal?.code).toBe('not_allowed');
  });

  it('where the form may not be seen at all, lead times too', () => {
    for (const key of ['count', 'open', 'lead']) {
      expect(planTile(report, tile(key), context(undefined)).refusal?.code).toBe('not_allowed');
    }
  });

  it('where it is not defined rightly, with a cure', () => {
    const wrong: Tile = { key: 'x', type: 'metric', label: 'x', measure: 'nothing', size: [1, 1] };
    expect(planTile(report, wrong, all).refusal).toMatchObject({
      code: 'bad_tile',
      cure: { en: expect.stringContaining('measures') },
    });
  });
});

describe('an empty answer', () => {
  it('is 0 for counts and sums, and nothing for a share', () => {
    const shape = (key: string) => {
      const plan = planOf(tile(key));
      return plan && shapeTile(plan, [{ m0: '0', m0_per: '0' }], all);
    };
    expect(shape('count')).toMatchObject({ value: '0', status: 'ok' });
    expect(shape('share')).toMatchObject({ value: null, status: 'none' });
  });

  it('is a chart without categories', () => {
    const plan = planOf(tile('by_day'));
    expect(plan && shapeTile(plan, [], all)).toMatchObject({
      kind: 'series',
      categories: [],
      total: '0',
      status: 'none',
    });
  });
});

describe('figures as people read them', () => {
  it.each([
    ['1234.5', 'money', 'en', 'CN¥1,234.50'],
    ['1234.5', 'money', 'zh-CN', '¥1,234.50'],
    ['0.1234', 'percent', 'en', '12.3%'],
    ['12000', 'duration', 'en', '3 h 20 min'],
    ['93600', 'duration', 'zh-CN', '1 天 2 小时'],
    ['0', 'duration', 'zh-CN', '0 秒'],
    ['9007199254740993', 'integer', 'en', '9,007,199,254,740,993'],
  ] as const)('%s as %s in %s is %s', (value, format, locale, text) => {
    expect(formatFigure(value, format, { locale, currency: 'CNY' })).toBe(text);
  });

  it('nothing is a dash', () => {
    expect(formatFigure(null, 'money', { locale: 'en', currency: 'CNY' })).toBe('–');
  });
});
