import type { AppFile } from '../../definition/index.ts';

/** Forms and flows that begin each other, for tests: an order has something bought, a batch one purchase for each line. */
const access = [
  { role: 'employee', create: true, rights: { '*': 'edit' } },
  { role: 'manager', rights: { '*': 'edit' } },
  { role: 'admin', rights: { '*': 'edit' } },
];
const text = (key: string, more: object = {}) => ({ key, type: 'text', label: key, ...more });
const states = (...keys: string[]) => keys.map((key) => ({ key, label: key }));
const edge = (from: string, to: string, on?: string) => ({
  key: `${from}_${on ?? 'on'}_${to}`,
  from,
  to,
  ...(on && { on }),
});

const order = { key: 'order', label: 'Order', title: 'what', fields: [text('what'), text('price')], access };

const orderFlow = {
  key: 'order_flow',
  label: 'Order',
  form: 'order',
  states: states('preparing', 'buying', 'done', 'refused', 'called_off'),
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'handle', key: 'prepare', label: 'Prepare', state: 'preparing', assignees: [{ initiator: true }] },
    { type: 'parallel', key: 'fork' },
    {
      type: 'subflow',
      key: 'buy',
      label: { 'zh-CN': '采购', en: 'Buy' },
      state: 'buying',
      form: 'purchase',
      data: { what: '= what' },
      save: { price: '= answer.price' },
    },
    {
      type: 'approve',
      key: 'check',
      label: 'Check',
      assignees: [{ user: 'mia' }],
      allow: ['approve', 'reject', 'return'],
      returnTo: ['prepare'],
    },
    { type: 'join', key: 'meet' },
    { type: 'end', key: 'done', state: 'done' },
    { type: 'end', key: 'refused', state: 'refused' },
    { type: 'end', key: 'called_off', state: 'called_off' },
  ],
  edges: [
    edge('start', 'prepare'),
    edge('prepare', 'fork'),
    edge('fork', 'buy'),
    edge('fork', 'check'),
    edge('buy', 'meet'),
    edge('buy', 'refused', 'lost'),
    edge('buy', 'refused', 'cancelled'),
    edge('check', 'meet'),
    edge('check', 'refused', 'rejected'),
    edge('meet', 'done'),
    { key: 'cancel', from: '*', on: 'cancel', to: 'called_off', by: [{ initiator: true }] },
  ],
};

const purchase = {
  key: 'purchase',
  label: { 'zh-CN': '采购单', en: 'Purchase' },
  title: 'what',
  fields: [text('what', { pattern: '^[a-z]+$' }), text('price', { required: true })],
  access: [{ role: 'cashier', rights: { '*': 'edit' } }, ...access.slice(1)],
};

const purchaseFlow = {
  key: 'purchase_flow',
  label: 'Purchase',
  form: 'purchase',
  states: states('open', 'bought', 'lost'),
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'approve', key: 'shop', label: 'Shop', state: 'open', assignees: [{ role: 'cashier' }] },
    { type: 'end', key: 'bought', state: 'bought' },
    { type: 'end', key: 'lost', state: 'lost' },
  ],
  edges: [edge('start', 'shop'), edge('shop', 'bought'), edge('shop', 'lost', 'rejected')],
};

const batch = {
  key: 'batch',
  label: 'Batch',
  fields: [{ key: 'lines', type: 'table', label: 'Lines', fields: [text('name')] }],
  access,
};

const batchFlow = {
  key: 'batch_flow',
  label: 'Batch',
  form: 'batch',
  states: states('buying', 'done'),
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'foreach', key: 'each', label: 'Each', over: 'lines' },
    { type: 'subflow', key: 'buy', label: 'Buy', state: 'buying', form: 'purchase', data: { what: '= row.name' } },
    { type: 'join', key: 'all' },
    { type: 'end', key: 'done', state: 'done' },
  ],
  edges: [edge('start', 'each'), edge('each', 'buy'), edge('buy', 'all'), edge('all', 'done')],
};

/** Has a batch made beside, and does not wait for it. */
const note = { key: 'note', label: 'Note', fields: [text('what')], access };
const noteFlow = {
  key: 'note_flow',
  label: 'Note',
  form: 'note',
  states: states('done'),
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'subflow', key: 'buy', label: 'Buy', form: 'purchase', data: { what: '= what' }, wait: false },
    { type: 'end', key: 'done', state: 'done' },
  ],
  edges: [edge('start', 'buy'), edge('buy', 'done')],
};

export const subflowFiles = {
  'forms/order.json': order,
  'flows/order_flow.json': orderFlow,
  'forms/purchase.json': purchase,
  'flows/purchase_flow.json': purchaseFlow,
  'forms/batch.json': batch,
  'flows/batch_flow.json': batchFlow,
  'forms/note.json': note,
  'flows/note_flow.json': noteFlow,
};

export const withSubflows = (files: AppFile[]): AppFile[] => [
  ...files,
  ...Object.entries(subflowFiles).map(([path, json]) => ({ path, text: JSON.stringify(json) })),
];
