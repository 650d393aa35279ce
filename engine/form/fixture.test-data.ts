import type { EvaluationInput, FormContext, FormDefinition, Json, Values } from './types.ts';

/** A request for goods, with everything a form can say, and the order it speaks of. Only tests read it. */

export const order: FormDefinition = {
  key: 'order',
  label: '订单',
  title: 'order_no',
  fields: [
    { key: 'order_no', type: 'text', label: '订单号' },
    { key: 'customer_name', type: 'text', label: '客户' },
    { key: 'signed_at', type: 'datetime', label: '签收时间' },
    {
      key: 'lines',
      type: 'table',
      label: '明细',
      fields: [
        { key: 'sku', type: 'text', label: 'SKU' },
        { key: 'qty', type: 'integer', label: '数量' },
        { key: 'unit_paid', type: 'money', label: '单价' },
      ],
    },
  ],
};

export const request: FormDefinition = {
  key: 'request',
  label: '申请',
  title: 'no',
  fields: [
    { key: 'no', type: 'serial', label: '编号', format: 'RT{yyyyMMdd}{seq:5}' },
    { key: 'order_no', type: 'text', label: '订单号', required: true, pattern: '^[0-9A-Z]{6,20}$' },
    { key: 'customer_name', type: 'text', label: '客户', readonly: true },
    { key: 'signed_at', type: 'datetime', label: '签收时间', readonly: true },
    { key: 'phone', type: 'phone', label: '手机', required: true },
    {
      key: 'reason',
      type: 'select',
      label: '原因',
      required: true,
      options: [
        { key: 'quality', label: { 'zh-CN': '质量问题', en: 'Quality' } },
        { key: 'damaged', label: '破损' },
        { key: 'unwanted', label: '不想要' },
        { key: 'other', label: '其他' },
      ],
    },
    { key: 'description', type: 'longtext', label: '说明', maxLength: 1000 },
    { key: 'damage_place', type: 'text', label: '破损部位' },
    {
      key: 'lines',
      type: 'table',
      label: '明细',
      min: 1,
      addRows: false,
      dropRows: {
        any: [
          { fact: 'qty', operator: 'filled', value: false },
          { fact: 'qty', operator: 'equal', value: 0 },
        ],
      },
      fields: [
        { key: 'sku', type: 'text', label: 'SKU', readonly: true },
        { key: 'ordered', type: 'integer', label: '购买数量', readonly: true },
        { key: 'unit_paid', type: 'money', label: '单价', readonly: true },
        {
          key: 'taken',
          type: 'rollup',
          label: '已退',
          of: { form: 'request', rows: 'lines' },
          measure: 'sum(qty)',
          match: { order_no: '= order_no', sku: '= sku' },
          where: { all: [{ fact: 'state', operator: 'notIn', value: ['rejected', 'closed'] }] },
          exclusive: true,
        },
        { key: 'qty', type: 'integer', label: '数量', min: 1, max: '= ordered - taken' },
        { key: 'amount', type: 'money', label: '金额', value: '= qty * unit_paid' },
        { key: 'note', type: 'text', label: '备注' },
      ],
    },
    { key: 'total', type: 'money', label: '申请金额', value: '= sum(lines.amount)' },
    { key: 'evidence', type: 'file', label: '凭证', accept: ['image', 'video'], max: 3 },
    { key: 'risk', type: 'integer', label: '风险', readonly: true },
  ],
  linkage: [
    {
      when: { all: [{ fact: 'reason', operator: 'in', value: ['quality', 'damaged'] }] },
      then: { evidence: 'require' },
    },
    { when: { not: { fact: 'reason', operator: 'equal', value: 'damaged' } }, then: { damage_place: 'hide' } },
    { when: { all: [{ fact: 'reason', operator: 'equal', value: 'other' }] }, then: { description: 'require' } },
    { when: { all: [{ fact: 'qty', operator: 'greaterThan', value: 2 }] }, then: { 'lines.note': 'require' } },
  ],
  checks: [
    {
      key: 'too_much',
      label: '超过一万',
      when: { all: [{ fact: 'total', operator: 'greaterThan', value: '10000' }] },
      refuse: { 'zh-CN': '申请金额不能超过一万', en: 'Not more than ten thousand' },
      at: 'total',
    },
    {
      key: 'risky',
      label: '高风险',
      when: { all: [{ fact: 'risk', operator: 'greaterThanInclusive', value: 70 }] },
      show: 'reviewer',
    },
  ],
  lookups: [
    {
      key: 'order',
      on: ['order_no'],
      from: { form: 'order' },
      match: { order_no: '= order_no' },
      missing: 'refuse',
      message: { 'zh-CN': '没有找到这个订单', en: 'This order was not found' },
      fill: { customer_name: '= customer_name', signed_at: '= signed_at' },
      rows: {
        lines: { from: 'lines', key: 'sku', fill: { sku: '= sku', ordered: '= qty', unit_paid: '= unit_paid' } },
      },
    },
  ],
  layout: [
    { key: 'basics', section: '订单', columns: 2, fields: ['order_no', 'customer_name', 'signed_at', 'phone'] },
    { key: 'why', section: '原因', fields: ['reason', 'description', 'damage_place', 'evidence'] },
    { fields: ['lines', 'total'] },
  ],
  access: [
    {
      role: 'visitor',
      create: true,
      rows: { all: [{ fact: 'order_no', operator: 'equal', value: '= proof.order_no' }] },
      rights: { '*': 'edit', risk: 'hide' },
    },
    { role: 'agent', rights: { '*': 'read', phone: 'mask', 'lines.note': 'edit', risk: 'hide' } },
    { role: 'chief', rights: { '*': 'read', phone: 'read', risk: 'read' } },
  ],
  cases: [
    {
      key: 'quality_needs_evidence',
      given: { reason: 'quality' },
      expect: { evidence: 'require', damage_place: 'hide' },
    },
    {
      key: 'amounts',
      given: {
        lines: [
          { qty: 3, unit_paid: '19.99' },
          { qty: 1, unit_paid: '0.01' },
        ],
      },
      values: { total: '59.98', lines: [{ amount: '59.97' }, { amount: '0.01' }] },
      refused: [],
    },
  ],
};

export const context: FormContext = {
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  forms: new Map([
    ['order', order],
    ['request', request],
  ]),
  roles: [
    { key: 'agent', label: '客服' },
    { key: 'chief', label: '主管' },
  ],
  settings: [],
};

export const source: Values = {
  order_no: 'SO100001',
  customer_name: '王小明',
  signed_at: '2026-03-01T02:00:00.000Z',
  lines: [
    { id: '7c0b2a3e-0000-4000-8000-000000000001', sku: 'A1', qty: 3, unit_paid: '19.99' },
    { id: '7c0b2a3e-0000-4000-8000-000000000002', sku: 'B2', qty: 1, unit_paid: '100.00' },
  ],
};

export const orderAnswer = { 'order?{"order_no":"SO100001"}': { found: true as const, source } };

export const takenAnswer = (sku: string, taken: Json): Record<string, Json> => ({
  [`lines.taken?${JSON.stringify({ order_no: 'SO100001', sku })}{}`]: taken,
});

/** Ids by count, so that every run gives the same. */
export function ids(prefix = 'aaaaaaaa'): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${prefix}-0000-4000-8000-${String(count).padStart(12, '0')}`;
  };
}

export function inputOf(values: Values, more: Partial<EvaluationInput> = {}): EvaluationInput {
  return {
    mode: 'create',
    values,
    roles: [],
    baseRights: 'all',
    now: '2026-03-02T01:00:00.000Z',
    newId: ids(),
    ...more,
  };
}

/** A form of these fields and nothing else. */
export function formOf(fields: FormDefinition['fields'], more: Partial<FormDefinition> = {}): FormDefinition {
  return { key: 'plain', label: '表单', fields, ...more };
}
