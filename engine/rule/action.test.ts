import { describe, expect, it } from 'vitest';
import type { Action } from '../definition/types.generated.ts';
import type { Env, Facts, Scope } from '../expression/index.ts';
import { compileAction, resolveSave } from './action.ts';

const env: Env = { now: '2026-03-02T01:00:00.000Z', timeZone: 'Asia/Shanghai' };
const scope: Scope = {
  no: { kind: 'text' },
  amount: { kind: 'number' },
  phone: { kind: 'text' },
  lines: {
    kind: 'list',
    of: {
      kind: 'context',
      fields: { id: { kind: 'text' }, sku: { kind: 'text' }, qty: { kind: 'integer' }, no: { kind: 'integer' } },
    },
  },
};
const stock: Scope = { sku: { kind: 'text' }, onHand: { kind: 'integer' } };
const facts: Facts = {
  no: 'R1',
  amount: '12.50',
  phone: '13800000000',
  lines: [
    { id: 'a', sku: 'S1', qty: 2, no: 1 },
    { id: 'b', sku: 'S2', qty: 0, no: 2 },
  ],
};

const resolve = (action: Action) => compileAction(action, scope, { scope: () => stock }).resolve(facts, env);

describe('actions', () => {
  it('set fields to what formulas give, as exact decimals', () => {
    expect(resolve({ set: { total: '= amount * 3', note: 'fixed', list: ['= no', 1] } })).toEqual({
      kind: 'set',
      set: { total: '37.5', note: 'fixed', list: ['R1', 1] },
    });
  });

  it('do nothing where their own condition does not hold', () => {
    expect(resolve({ set: { a: 1 }, when: { fact: 'amount', operator: 'greaterThan', value: '100' } })).toBeUndefined();
  });

  it('create a record with rows, where a row’s columns stand before the record’s fields', () => {
    const action: Action = {
      create: 'shipment',
      data: { of: '= no' },
      rows: {
        items: {
          from: 'lines',
          fill: { sku: '= sku', no: '= no', own: '= row.qty' },
          when: { fact: 'qty', operator: 'greaterThan', value: 0 },
        },
      },
      unless: { of: '= no' },
    };
    expect(resolve(action)).toEqual({
      kind: 'create',
      form: 'shipment',
      data: { of: 'R1' },
      rows: { items: [{ sku: 'S1', no: 1, own: 2 }] },
      unless: { of: 'R1' },
    });
  });

  it('update each record that matches, from its own values too', () => {
    const resolved = resolve({
      update: 'stock',
      match: { sku: '= lines[1].sku' },
      data: { onHand: '= target.onHand + 1' },
    });
    if (resolved?.kind !== 'update') throw new Error('no update');
    expect(resolved.match).toEqual({ sku: 'S1' });
    expect(resolved.data({ sku: 'S1', onHand: 4 })).toEqual({ onHand: 5 });
  });

  it('send to an address, a role, the initiator, or whoever has the task', () => {
    const to = (action: Action) => {
      const resolved = resolve(action);
      return resolved?.kind === 'send' ? resolved.to : undefined;
    };
    expect(to({ send: 'm', by: ['sms'], to: '= phone' })).toEqual({ address: '13800000000' });
    expect(to({ send: 'm', by: ['inbox'], to: { role: 'lead' } })).toEqual({ role: 'lead' });
    expect(to({ send: 'm', by: ['inbox'], to: { initiator: true } })).toEqual({ initiator: true });
    expect(to({ send: 'm', by: ['inbox'], to: 'assignees' })).toEqual({ assignees: true });
  });

  it('call with a key that is a text, and keep for later what the answer fills', () => {
    expect(
      resolve({ call: 'bank.pay', data: { amount: '= amount' }, key: '= no + ":pay"', save: { ref: '= answer.id' } }),
    ).toEqual({
      kind: 'call',
      connector: 'bank',
      operation: 'pay',
      data: { amount: '12.5' },
      key: 'R1:pay',
      save: { ref: '= answer.id' },
    });
    expect(resolveSave({ ref: '= answer.id' }, { id: 'x9' }, facts, env, scope)).toEqual({ ref: 'x9' });
  });

  it('say which facts they read', () => {
    const action = compileAction({ set: { a: '= amount' }, when: { fact: 'no', operator: 'filled' } }, scope, {
      scope: () => stock,
    });
    expect([...action.depends].sort()).toEqual(['amount', 'no']);
  });
});
