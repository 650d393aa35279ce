import { type ComponentMountingOptions, mount, type VueWrapper } from '@vue/test-utils';
import { ElButton, ElConfigProvider, ElDatePicker, ElDialog, ElOption, ElSelect } from 'element-plus';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { Component } from 'vue';
import type { Files, JsonObject } from '../draft/types.ts';
import { readDraft, recordFacts } from '../facts/index.ts';
import { i18n, setLocale } from '../i18n/index.ts';
// Fetched when a formula is drawn, which may be after the test is over.
import './formula/CodeField.vue';

const label = (zh: string, en: string): JsonObject => ({ 'zh-CN': zh, en });

/** An app in small: one form with every kind of fact, a flow, roles and settings. */
export const files: Files = {
  'app.json': {
    key: 'shop',
    label: 'Shop',
    version: '1.0.0',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    roles: [
      { key: 'clerk', label: label('店员', 'Clerk') },
      { key: 'boss', label: label('店长', 'Boss') },
    ],
    settings: [{ key: 'limit', type: 'money', label: label('限额', 'Limit'), value: '500.00' }],
  },
  'forms/claim.json': {
    key: 'claim',
    label: label('申请', 'Claims'),
    title: 'no',
    fields: [
      { key: 'no', type: 'text', label: label('单号', 'Number') },
      {
        key: 'reason',
        type: 'select',
        label: label('原因', 'Reason'),
        options: [
          { key: 'quality', label: label('质量', 'Quality') },
          { key: 'damaged', label: label('破损', 'Damaged') },
        ],
      },
      { key: 'amount', type: 'money', label: label('金额', 'Amount') },
      { key: 'urgent', type: 'boolean', label: label('加急', 'Urgent') },
      { key: 'bought', type: 'date', label: label('购买日期', 'Bought on') },
      {
        key: 'lines',
        type: 'table',
        label: label('明细', 'Articles'),
        fields: [
          { key: 'sku', type: 'text', label: 'SKU' },
          { key: 'qty', type: 'integer', label: label('数量', 'Quantity') },
        ],
      },
    ],
  },
  'forms/order.json': {
    key: 'order',
    label: label('订单', 'Orders'),
    title: 'order_no',
    fields: [
      { key: 'order_no', type: 'text', label: label('订单号', 'Order no.') },
      { key: 'buyer', type: 'text', label: label('买家', 'Buyer') },
      {
        key: 'items',
        type: 'table',
        label: label('商品', 'Items'),
        fields: [{ key: 'sku', type: 'text', label: 'SKU' }],
      },
    ],
  },
  'flows/claim.json': {
    key: 'claim_flow',
    label: 'Flow',
    form: 'claim',
    states: [
      { key: 'open', label: label('待处理', 'Open') },
      { key: 'closed', label: label('已关闭', 'Closed') },
    ],
    nodes: [
      { key: 'start', type: 'start' },
      { key: 'review', type: 'approve', label: label('审核', 'Review'), assignees: [{ role: 'boss' }] },
      { key: 'end', type: 'end', state: 'closed' },
    ],
    edges: [{ key: 'a', from: 'start', to: 'review' }],
  },
};

export const draft = readDraft(files);
export const claim = (() => {
  const form = draft.forms.get('claim');
  if (!form) throw new Error('the form of the tests is gone');
  return form;
})();
export const claimFacts = recordFacts(claim, draft);

let open: VueWrapper[] = [];

export function show<T extends Component>(component: T, props: Record<string, unknown>): VueWrapper {
  const options: ComponentMountingOptions<Component> = {
    props,
    global: { plugins: [i18n], components: { ElButton, ElConfigProvider, ElDatePicker, ElDialog, ElOption, ElSelect } },
    attachTo: document.body,
  };
  const wrapper = mount(component as Component, options) as unknown as VueWrapper;
  open.push(wrapper);
  return wrapper;
}

/** Everything that a component said, in order. */
export function said(wrapper: VueWrapper, event = 'update:modelValue'): unknown[] {
  return (wrapper.emitted(event) ?? []).map(([value]) => value);
}

/** Any warning or error on the console fails the test. */
export function watchConsole(): void {
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    await setLocale('en');
  });
  afterEach(() => {
    for (const wrapper of open) wrapper.unmount();
    open = [];
    expect(vi.mocked(console.error).mock.calls).toEqual([]);
    expect(vi.mocked(console.warn).mock.calls).toEqual([]);
    vi.restoreAllMocks();
  });
}
