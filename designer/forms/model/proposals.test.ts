import { expect, it } from 'vitest';
import type { FormDefinition, Lookup } from '../../../engine/definition/index.ts';
import { openPortal } from '../../app/openPortal.ts';
import type { DraftFiles } from '../../draft/types.ts';
import { proposed, startedBy } from '../../editors/lookup/proposal.ts';
import { proposalsFor } from './proposals.ts';

const order: FormDefinition = {
  key: 'order',
  label: '订单',
  title: '订单号',
  fields: [
    { key: '订单号', type: 'text', label: '订单号' },
    { key: 'phone_1', type: 'phone', label: { 'zh-CN': '手机', en: 'Mobile' } },
    {
      key: '明细',
      type: 'table',
      label: '明细',
      fields: [
        { key: 'sku', type: 'text', label: 'SKU' },
        { key: '数量', type: 'integer', label: '数量' },
        { key: '单价', type: 'money', label: '单价' },
      ],
    },
  ],
};
const claim: FormDefinition = {
  key: 'claim',
  label: '申请',
  fields: [
    { key: '订单号', type: 'text', label: '订单号' },
    { key: 'phone', type: 'phone', label: '手机' },
    {
      key: '明细',
      type: 'table',
      label: '明细',
      fields: [
        { key: 'sku', type: 'text', label: 'SKU' },
        { key: '数量', type: 'integer', label: '数量' },
        { key: '单价', type: 'money', label: '单价' },
        { key: '金额', type: 'money', label: '金额' },
      ],
    },
  ],
};
const around = { forms: ['claim', 'order'] };
const ran = (form: FormDefinition, at: number): FormDefinition => {
  const files: DraftFiles = { 'forms/claim.json': structuredClone(form) as never };
  proposalsFor(form, '明细.金额', around)[at]?.command.execute(files);
  return files['forms/claim.json'] as unknown as FormDefinition;
};

it('proposes for an amount how many times the price, and its sum on the form, each once', () => {
  expect(proposalsFor(claim, '明细.金额', around).map(({ kind }) => kind)).toEqual(['product', 'sum']);
  expect(proposalsFor(claim, '明细.单价', around).map(({ kind }) => kind)).toEqual(['sum']);
  const computed = ran(claim, 0);
  expect(proposalsFor(computed, '明细.金额', around).map(({ kind }) => kind)).toEqual(['sum']);
  const summed = ran(computed, 0);
  expect(summed.fields.at(-1)).toMatchObject({ key: '金额合计', type: 'money', value: '= sum(明细.金额)' });
  expect(proposalsFor(summed, '明细.金额', around)).toEqual([]);
  expect(proposalsFor(claim, 'phone', around)).toEqual([]);
});

it('proposes a query by what its source calls records by, and fills what both call by one name', () => {
  const begun: Lookup = { key: 'order', on: [], from: { form: 'order' }, match: {} };
  const lookup = { ...begun, ...proposed(begun, claim, order) };
  expect(lookup).toMatchObject({
    on: ['订单号'],
    match: { 订单号: '= 订单号' },
    fill: { phone: '= phone_1' },
    rows: { 明细: { from: '明细', fill: { sku: '= sku', 数量: '= 数量', 单价: '= 单价' } } },
  });
  expect(startedBy(lookup, 'phone', claim, order)).toEqual({
    on: ['订单号', 'phone'],
    match: { 订单号: '= 订单号', phone_1: '= phone' },
    fill: undefined,
  });
});

it('opens a portal for visitors who type what they prove, read what is found, and see their own', () => {
  const begun: Lookup = { key: 'order', on: [], from: { form: 'order' }, match: {} };
  const form = { ...claim, lookups: [{ ...begun, ...proposed(begun, claim, order) }] };
  const files: DraftFiles = { 'app.json': {}, 'forms/claim.json': structuredClone(form) as never };
  const proof = { fields: ['订单号', 'phone'], lookup: 'order' };
  openPortal('claim', { apply: 'claim', proof }, { 'zh-CN': '门户', en: 'Portal' }).execute(files);
  expect(files['app.json']).toMatchObject({ portal: { apply: 'claim', proof } });
  expect(files['forms/claim.json']?.access).toEqual([
    {
      role: 'visitor',
      create: true,
      rows: {
        all: [
          { fact: '订单号', operator: 'equal', value: '= proof.订单号' },
          { fact: 'phone', operator: 'equal', value: '= proof.phone' },
        ],
      },
      rights: { '*': 'edit', 明细: 'read', '明细.数量': 'edit' },
    },
  ]);
});
