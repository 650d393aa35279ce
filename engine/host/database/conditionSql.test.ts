import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Condition,
  compileCondition,
  conditionToSql,
  type Env,
  type Facts,
  type Json,
  type Operator,
  type Scope,
  type SqlColumn,
} from '../../expression/index.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';

const env: Env = { now: '2026-03-01T17:30:00.000Z', timeZone: 'Asia/Shanghai' };
const columns: Record<string, SqlColumn> = {
  name: { sql: '"name"', type: { kind: 'text' } },
  qty: { sql: '"qty"', type: { kind: 'integer' } },
  ordered: { sql: '"ordered"', type: { kind: 'integer' } },
  amount: { sql: '"amount"', type: { kind: 'number' } },
  ok: { sql: '"ok"', type: { kind: 'boolean' } },
  due: { sql: '"due"', type: { kind: 'date' } },
  signed_at: { sql: '"signed_at"', type: { kind: 'datetime' } },
  tags: { sql: '"tags"', type: { kind: 'list', of: { kind: 'text' } } },
  files: { sql: '"files"', type: { kind: 'list', of: { kind: 'text' } }, storage: 'jsonb' },
};
const userScope: Scope = {
  user: {
    kind: 'context',
    fields: { name: { kind: 'text' }, limit: { kind: 'number' }, nobody: { kind: 'text' } },
  },
};
const scope: Scope = { ...userScope };
for (const [name, column] of Object.entries(columns)) scope[name] = column.type;
const user: Facts = { user: { name: 'ab', limit: '5000.00', nobody: null } };

const word = fc.constantFrom('', 'a', 'b', 'ab', '50%', 'a_b', 'x\\y', '10');
const whole = fc.integer({ min: -3, max: 5 });
const amount = fc.constantFrom('1', '2.5', '-3', '5000', '5000.00', '10000.01', '0');
const day = fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03');
const instant = fc.constantFrom(
  '2026-03-01T15:59:59.999Z',
  '2026-03-01T16:00:00.000Z',
  '2026-03-01T17:30:00.000Z',
  '2026-03-02T16:00:00.000Z',
);
const list = fc.uniqueArray(word, { maxLength: 3 });
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 5 });
const row = fc.record({
  name: orNull(word),
  qty: orNull(whole),
  ordered: orNull(whole),
  amount: orNull(amount),
  ok: orNull(fc.boolean()),
  due: orNull(day),
  signed_at: orNull(instant),
  tags: orNull(list),
  files: orNull(list),
});
const rows = fc.sample(row, { numRuns: 150, seed: 5 }).map((each, id) => ({ id, ...each }));

interface Values {
  literal: fc.Arbitrary<Json>;
  formulas: string[];
  operators: Operator[];
}

const equality: Operator[] = ['equal', 'notEqual', 'in', 'notIn', 'filled'];
const ordering: Operator[] = ['greaterThan', 'greaterThanInclusive', 'lessThan', 'lessThanInclusive', 'between'];
const parts: Operator[] = ['contains', 'notContains', 'containsAny'];
const calendar: Operator[] = ['before', 'after', 'inPeriod'];
const listed: Operator[] = [...parts, 'in', 'notIn', 'filled'];
const values: Record<string, Values> = {
  name: {
    literal: word,
    formulas: ['= user.name', '= user.nobody'],
    operators: [...equality, ...parts, 'startsWith', 'endsWith'],
  },
  qty: {
    literal: fc.oneof(whole, amount),
    formulas: ['= user.limit', '= ordered'],
    operators: [...equality, ...ordering],
  },
  amount: { literal: amount, formulas: ['= user.limit / 2', '= qty'], operators: [...equality, ...ordering] },
  ok: { literal: fc.boolean(), formulas: ['= 1 = 1'], operators: equality },
  due: { literal: day, formulas: ['= today()', '= now()'], operators: [...equality, ...ordering, ...calendar] },
  signed_at: {
    literal: fc.oneof(day, instant),
    formulas: ['= today()', '= now()'],
    operators: [...equality, ...ordering, ...calendar],
  },
  tags: { literal: word, formulas: ['= user.name'], operators: [...listed, 'equal', 'notEqual'] },
  files: { literal: word, formulas: ['= user.name'], operators: listed },
};

function rightSide(fact: string, operator: Operator, { literal, formulas }: Values): fc.Arbitrary<Json> {
  const several = fc.array(literal, { minLength: 1, maxLength: 3 });
  if (operator === 'filled') return fc.boolean();
  if (operator === 'inPeriod') return fc.constantFrom('today', 'yesterday', 'thisMonth', 'last7Days', 'P1D', 'PT2H');
  if (operator === 'between') return fc.tuple(literal, literal);
  if (operator === 'in' || operator === 'notIn' || operator === 'containsAny') return several;
  if (fact === 'tags' && (operator === 'equal' || operator === 'notEqual')) return several;
  return fc.oneof({ weight: 3, arbitrary: literal }, { weight: 1, arbitrary: fc.constantFrom(...formulas) });
}

const leaf = fc
  .constantFrom(...Object.entries(values))
  .chain(([fact, each]) =>
    fc
      .constantFrom(...each.operators)
      .chain((operator) =>
        rightSide(fact, operator, each).map((value) => ({ fact, operator, value }) as unknown as Condition),
      ),
  );
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}));

describe('a condition in SQL', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
    await database.knex.schema.createTable('condition_row', (table) => {
      table.integer('id').primary();
      table.text('name');
      table.integer('qty');
      table.integer('ordered');
      table.decimal('amount', 20, 4);
      table.boolean('ok');
      table.date('due');
      table.timestamp('signed_at', { useTz: true });
      table.specificType('tags', 'text[]');
      table.jsonb('files');
    });
    await database
      .knex('condition_row')
      .insert(rows.map((each) => ({ ...each, files: each.files && JSON.stringify(each.files) })));
  });

  it('selects the very rows that the closure holds for', async () => {
    await fc.assert(
      fc.asyncProperty(condition, async (each) => {
        const where = conditionToSql(each, (fact) => columns[fact], user, env, { scope: userScope });
        const { test } = compileCondition(each, scope);
        const expected = rows.filter((facts) => test({ ...facts, ...user }, env)).map(({ id }) => id);
        const query = database.knex('condition_row').select('id').orderBy('id');
        const found = await query.whereRaw(where?.sql ?? 'no SQL', (where?.bindings ?? []) as string[]);
        expect(found.map(({ id }) => id)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
