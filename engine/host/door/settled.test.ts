import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppFile } from '../../definition/index.ts';
import type { Values } from '../../wire.ts';
import { testDatabase } from '../testing/database.ts';
import { type Stage, stage } from '../testing/stage.ts';

/** Beside approval: one step writes the items, the next goes by their sum, and the one after that over their rows. */
const flow = {
  key: 'approval',
  label: 'Standard items',
  form: 'claim',
  states: [
    { key: 'small', label: 'Small' },
    { key: 'booked', label: 'Booked' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    {
      type: 'action',
      key: 'fill',
      label: 'Fill',
      do: [
        { set: { items: '= [{ what: "bed", qty: 2, price: "300.00" }, { what: "bread", qty: 1, price: "4.50" }]' } },
        { set: { note: '= string(total) + " of " + string(spent)' } },
      ],
    },
    { type: 'exclusive', key: 'size', label: 'Size' },
    { type: 'foreach', key: 'each', label: 'Each', over: 'items' },
    {
      type: 'action',
      key: 'book',
      label: 'Book',
      do: [{ create: 'ledger', data: { claim_no: '= claim_no + "/" + row.what', amount: '= row.amount' } }],
    },
    { type: 'join', key: 'all', label: 'All' },
    { type: 'end', key: 'small', state: 'small' },
    { type: 'end', key: 'booked', state: 'booked' },
  ],
  edges: [
    { key: 'begin', from: 'start', to: 'fill' },
    { key: 'filled', from: 'fill', to: 'size' },
    {
      key: 'large',
      from: 'size',
      to: 'each',
      when: { all: [{ fact: 'total', operator: 'greaterThan', value: '500.00' }] },
    },
    { key: 'little', from: 'size', to: 'small', default: true },
    { key: 'row', from: 'each', to: 'book' },
    { key: 'done', from: 'book', to: 'all' },
    { key: 'over', from: 'all', to: 'booked' },
  ],
};

const GONE = new Set(['rules/book.json', 'rules/level.json', 'rules/nudge.json', 'scenarios/paid.json']);

function filled(files: AppFile[]): AppFile[] {
  return files
    .filter(({ path }) => !GONE.has(path))
    .map((file) => (file.path === 'flows/approval.json' ? { path: file.path, json: flow } : file));
}

let the: Stage;

beforeAll(async () => {
  the = await stage(await testDatabase(), undefined, undefined, '2026-03-02T01:00:00.000Z', filled);
});

async function submit(project: string): Promise<string> {
  const items = [{ id: randomUUID(), what: 'ticket', qty: 1, price: '20.00' }];
  const data: Values = { project, kind: 'travel', items };
  const order = { type: 'create' as const, command: randomUUID(), app: the.app, form: 'claim', data };
  return (await the.host.door.execute(order, await the.actor('eve'))).record;
}

describe('what one step of a flow sets', () => {
  it('is known to the next with its formulas, counts and rows, within one command', async () => {
    const { knex } = the.host.database;
    const record = await submit('P1');
    const row = await knex('expenses.claim').where({ id: record }).first();
    expect(row).toMatchObject({ state: 'booked', total: '604.50', note: '604.5 of 0' });
    const booked = await knex('expenses.ledger').where('claim_no', 'like', `${row.claim_no}/%`).orderBy('claim_no');
    expect(booked.map(({ claim_no, amount }) => [claim_no.split('/')[1], amount])).toEqual([
      ['bed', '600.00'],
      ['bread', '4.50'],
    ]);
  });

  it('keeps the ids under which its rows were gone over', async () => {
    const { knex } = the.host.database;
    const record = await submit('P1');
    const rows = await knex('expenses.claim__items').where({ parent: record }).orderBy('position');
    const opened = await knex('engine.event as e')
      .join('engine.instance as i', 'i.id', 'e.instance')
      .where({ 'i.record': record, 'e.type': 'scope_opened' })
      .first('e.data');
    expect(opened.data.rows).toEqual(rows.map(({ id }) => id));
  });
});
