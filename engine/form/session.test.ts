import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { context, formOf, ids, inputOf, orderAnswer, request, takenAnswer } from './fixture.test-data.ts';
import { compileForm, createSession, evaluate } from './index.ts';
import type { EvaluationInput, Field, FormDefinition, FormResult, Json, Values } from './types.ts';

const compiled = compileForm(request, context);
const answers = { lookups: orderAnswer, rollups: { ...takenAnswer('A1', null), ...takenAnswer('B2', '0') } };

describe('a session', () => {
  it('re-evaluates only what depends on what was typed, and names it', () => {
    const session = createSession(compiled, inputOf({}));
    expect(session.set('description', 'x')).toEqual({
      values: ['description'],
      rights: [],
      options: [],
      problems: [],
      sections: [],
      checks: [],
    });
    const changes = session.set('reason', 'damaged');
    expect(changes.values).toEqual(['reason']);
    expect(changes.rights.sort()).toEqual(['damage_place', 'evidence']);
    expect(session.right('evidence')).toBe('require');
  });

  it('takes rows in when the answer comes, and works one row out when one cell is typed', () => {
    const session = createSession(compiled, inputOf({}));
    session.set('order_no', 'SO100001');
    expect(session.requirements().lookups).toMatchObject([{ key: 'order' }]);
    expect(session.answer(answers).values).toContain('lines');
    const [first, second] = session.rows('lines');
    const changes = session.set(`lines[${first}].qty`, '3');
    expect(changes.values).toEqual([`lines[${first}].qty`, `lines[${first}].amount`, 'total']);
    expect(session.value('total')).toBe('59.97');
    expect(session.right(`lines[${first}].note`)).toBe('require');
    expect(session.right(`lines[${second}].note`)).toBe('edit');
    expect(session.problems(`lines[${first}].note`)).toMatchObject([{ code: 'required' }]);
    expect(session.problems(`lines[${second}].qty`)).toEqual([]);
  });

  it('gives back what was typed when the field is shown again', () => {
    const session = createSession(compiled, inputOf({ reason: 'damaged', damage_place: '盒角' }));
    session.set('reason', 'other');
    expect(session.value('damage_place')).toBeNull();
    session.set('reason', 'damaged');
    expect(session.value('damage_place')).toBe('盒角');
  });

  it('keeps what was typed even where it is no value, and says so', () => {
    const form = compileForm(formOf([{ key: 'n', type: 'integer', label: 'N' }]), context);
    const session = createSession(form, inputOf({}));
    session.set('n', 'abc');
    expect(session.entered('n')).toBe('abc');
    expect(session.value('n')).toBeNull();
    expect(session.problems('n')).toMatchObject([{ code: 'not_whole' }]);
    session.set('n', '１２');
    expect(session.entered('n')).toBe(12);
    expect(session.problems('n')).toEqual([]);
  });

  it('sends what this person may write and has touched, with the column that finds rows again', () => {
    const session = createSession(compiled, inputOf({ order_no: 'SO100001' }, answers));
    const [row] = session.rows('lines');
    session.set(`lines[${row}].qty`, 2);
    const payload = session.payload();
    expect(Object.keys(payload)).toEqual(['order_no', 'lines']);
    expect(payload['lines']).toMatchObject([{ id: row, sku: 'A1', qty: 2 }, { sku: 'B2' }]);
  });

  it('adds, moves and removes rows', () => {
    const form = compileForm(
      formOf([
        {
          key: 't',
          type: 'table',
          label: 'T',
          fields: [
            { key: 'n', type: 'integer', label: 'N' },
            { key: 'at', type: 'formula', label: '#', value: '= index', result: 'integer' },
          ],
        },
        { key: 'sum', type: 'integer', label: '和', value: '= sum(t.n)' },
      ]),
      context,
    );
    const session = createSession(form, inputOf({}));
    const { rowId: a } = session.addRow('t', { n: 1 });
    const { rowId: b } = session.addRow('t', { n: 2 });
    const { rowId: c } = session.addRow('t', { n: 4 }, 0);
    expect(session.rows('t')).toEqual([c, a, b]);
    expect([session.value('sum'), session.value(`t[${b}].at`)]).toEqual([7, 3]);
    session.moveRow('t', b, 0);
    expect([session.rows('t'), session.value(`t[${b}].at`)]).toEqual([[b, c, a], 1]);
    session.removeRow('t', c);
    expect([session.value('sum'), session.value(`t[${a}].at`)]).toEqual([3, 2]);
  });

  it('follows a change of what is around it', () => {
    const session = createSession(compiled, inputOf({ reason: 'other' }));
    session.update({ nodeRights: { reason: 'read' } });
    expect(session.right('reason')).toBe('read');
    expect(session.value('reason')).toBeNull();
  });
});

/** A form that leans on itself in every way: chains, rules, rows, sums, shares of sums, options. */
const tangled: FormDefinition = formOf(
  [
    { key: 'a', type: 'integer', label: 'A', min: 0, max: '= if b = null then 100 else b + 10' },
    { key: 'b', type: 'integer', label: 'B' },
    { key: 'c', type: 'money', label: 'C', value: '= (if a = null then 0 else a) * 1.5' },
    {
      key: 'kind',
      type: 'select',
      label: 'K',
      options: [
        { key: 'x', label: 'X' },
        { key: 'y', label: 'Y' },
        { key: 'z', label: 'Z' },
      ],
    },
    {
      key: 'sub',
      type: 'multiselect',
      label: 'S',
      options: [
        { key: 'p', label: 'P' },
        { key: 'q', label: 'Q' },
      ],
    },
    { key: 'note', type: 'text', label: 'N', default: '= if kind = null then null else kind + "!"' },
    {
      key: 'rows',
      type: 'table',
      label: 'R',
      dropRows: { all: [{ fact: 'qty', operator: 'equal', value: 0 }] },
      uniqueRows: [['name']],
      fields: [
        { key: 'name', type: 'text', label: 'N', required: true },
        { key: 'qty', type: 'integer', label: 'Q', default: 1, max: '= record.b' },
        { key: 'price', type: 'money', label: 'P' },
        { key: 'amount', type: 'money', label: 'A', value: '= qty * price' },
        { key: 'share', type: 'number', label: 'S', value: '= if total > 0 then amount / total else null' },
        { key: 'at', type: 'integer', label: 'I', value: '= index' },
      ],
    },
    { key: 'total', type: 'money', label: 'T', value: '= sum(rows.amount)' },
    { key: 'big', type: 'boolean', label: 'G', value: '= total > 100' },
  ] as Field[],
  {
    linkage: [
      {
        when: { all: [{ fact: 'kind', operator: 'equal', value: 'x' }] },
        then: { note: 'hide', sub: { options: ['p'] } },
      },
      { when: { all: [{ fact: 'big', operator: 'equal', value: true }] }, then: { b: 'require', more: 'hide' } },
      {
        when: { all: [{ fact: 'price', operator: 'greaterThan', value: 50 }] },
        then: { 'rows.name': 'read', 'rows.qty': { value: 2 } },
      },
      { when: { all: [{ fact: 'a', operator: 'greaterThan', value: 50 }] }, then: { rows: 'read' } },
      { when: { all: [{ fact: 'a', operator: 'greaterThan', value: 90 }] }, then: { rows: 'hide' } },
    ],
    checks: [
      { key: 'odd', when: { all: [{ fact: 'total', operator: 'greaterThan', value: 500 }] }, refuse: 'x', at: 'total' },
    ],
    layout: [{ key: 'more', section: 'M', fields: ['sub', 'note'] }],
  },
);

type Move =
  | { kind: 'set'; field: string; value: Json }
  | { kind: 'cell'; row: number; column: string; value: Json }
  | { kind: 'add'; values: Values; at: number }
  | { kind: 'remove'; row: number }
  | { kind: 'move'; row: number; to: number };

const number = fc.oneof(fc.integer({ min: -5, max: 120 }), fc.constant(null), fc.constant('abc'));
const price = fc.oneof(fc.constantFrom('1.00', '19.99', '60', '1.005', ''), fc.constant(null));
const name = fc.constantFrom('n1', 'n2', '', null);
const move = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), field: fc.constantFrom('a', 'b'), value: number }),
  fc.record({
    kind: fc.constant('set' as const),
    field: fc.constant('kind'),
    value: fc.constantFrom('x', 'y', null, 'nope'),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    field: fc.constant('sub'),
    value: fc.constantFrom<Json[]>(['p'], ['q'], []),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    field: fc.constant('note'),
    value: fc.constantFrom('mine', '', null),
  }),
  fc.record({ kind: fc.constant('cell' as const), row: fc.nat(4), column: fc.constant('qty'), value: number }),
  fc.record({ kind: fc.constant('cell' as const), row: fc.nat(4), column: fc.constant('price'), value: price }),
  fc.record({ kind: fc.constant('cell' as const), row: fc.nat(4), column: fc.constant('name'), value: name }),
  fc.record({ kind: fc.constant('add' as const), values: fc.record({ price, qty: number }), at: fc.nat(3) }),
  fc.record({ kind: fc.constant('remove' as const), row: fc.nat(4) }),
  fc.record({ kind: fc.constant('move' as const), row: fc.nat(4), to: fc.nat(4) }),
);

const mode = fc.constantFrom<EvaluationInput['mode']>('create', 'submit', 'update');
const before: Values = {
  a: 3,
  b: 5,
  rows: [
    { id: 'dddddddd-0000-4000-8000-000000000001', name: 'old', qty: 1, price: '2.00' },
    { id: 'dddddddd-0000-4000-8000-000000000002', name: 'n1', qty: 0, price: '60.00' },
  ],
};

function play(session: ReturnType<typeof createSession>, one: Move): void {
  const row = 'row' in one ? session.rows('rows')[one.row] : undefined;
  if (one.kind === 'set') session.set(one.field, one.value);
  else if (one.kind === 'add') session.addRow('rows', one.values, Math.min(one.at, session.rows('rows').length));
  else if (row === undefined) return;
  else if (one.kind === 'cell') session.set(`rows[${row}].${one.column}`, one.value);
  else if (one.kind === 'remove') session.removeRow('rows', row);
  else session.moveRow('rows', row, one.to);
}

/** What a result says, without the traces, which are evaluated on demand. */
const told = (result: FormResult) => ({
  ...result,
  checks: result.checks.map(({ key, holds, refuses }) => ({ key, holds, refuses })),
});

describe('a session and a whole evaluation', () => {
  it('come to the same when answers arrive one after the other, as on the server', () => {
    const values = { order_no: 'SO100001', phone: '13800138000', reason: 'unwanted', lines: [{ sku: 'A1', qty: 3 }] };
    const session = createSession(compiled, inputOf(values));
    expect(session.requirements()).toMatchObject({ isComplete: false, rollups: [] });
    session.answer({ lookups: answers.lookups });
    expect(session.requirements().rollups).toMatchObject([{ match: { sku: 'A1' } }]);
    session.answer({ rollups: answers.rollups });
    expect(session.requirements().isComplete).toBe(true);
    expect(session.result()).toEqual(evaluate(compiled, inputOf(values, answers)));
  });

  it('of a tangled form has no faults', () => expect(compileForm(tangled, context).faults).toEqual([]));

  it('come to the same, whatever is typed in which order', () => {
    const form = compileForm(tangled, context);
    fc.assert(
      fc.property(mode, fc.array(move, { maxLength: 25 }), (as, moves) => {
        const input = inputOf({}, { mode: as, newId: ids('eeeeeeee'), ...(as === 'create' ? {} : { before }) });
        const session = createSession(form, input);
        for (const one of moves) {
          play(session, one);
          const whole = session.whole();
          expect(told(session.result())).toEqual(told(whole));
        }
      }),
      {
        numRuns: 150,
        // Once found by chance: a cell typed into a row that was taken out of a table that is read-only.
        examples: [
          [
            'submit',
            [
              { kind: 'set', field: 'a', value: 51 },
              { kind: 'remove', row: 0 },
              { kind: 'cell', row: 0, column: 'qty', value: 'abc' },
            ],
          ],
        ],
      },
    );
  });

  it('come to the same on the server, from what the session sends', () => {
    const form = compileForm(tangled, context);
    fc.assert(
      fc.property(fc.array(move, { maxLength: 15 }), (moves) => {
        const session = createSession(form, inputOf({}, { newId: ids('eeeeeeee') }));
        for (const one of moves) play(session, one);
        const mine = session.result();
        const theirs = evaluate(
          form,
          inputOf(JSON.parse(JSON.stringify(session.payload())) as Values, { newId: ids('ffffffff') }),
        );
        expect(theirs.values).toEqual(mine.values);
        expect(theirs.problems.map(({ code }) => code)).toEqual(mine.problems.map(({ code }) => code));
      }),
      { numRuns: 150 },
    );
  });
});
