/**
 * A tiny app for tests of the edge: a repair desk whose customers come through the portal. JSON as an app's folder would
 * hold it, by path.
 */
const text = (key: string, more: object = {}) => ({ key, type: 'text', label: key, ...more });

const order = {
  key: 'order',
  label: { 'zh-CN': '订单', en: 'Order' },
  title: 'order_no',
  fields: [
    text('order_no', {
      label: { 'zh-CN': '订单号', en: 'Order no.' },
      required: true,
      unique: true,
      pattern: '^[0-9A-Z]{3,20}$',
    }),
    { key: 'phone', type: 'phone', label: { 'zh-CN': '手机', en: 'Phone' } },
    { key: 'paid_at', type: 'datetime', label: 'paid_at' },
    {
      key: 'shop',
      type: 'select',
      label: 'shop',
      options: [{ key: 'main', label: { 'zh-CN': '旗舰店', en: 'Main' } }],
    },
    {
      key: 'lines',
      type: 'table',
      label: { 'zh-CN': '明细', en: 'Lines' },
      min: 1,
      uniqueRows: [['sku']],
      fields: [
        text('sku', { required: true }),
        { key: 'qty', type: 'integer', label: 'qty', required: true, min: 1 },
        { key: 'price', type: 'money', label: 'price', required: true, min: '0.01' },
        { key: 'amount', type: 'money', label: 'amount', value: '= qty * price' },
      ],
    },
  ],
  access: [
    { role: 'boss', create: true, import: true, export: true, rights: { '*': 'edit' } },
    { role: 'agent', rights: { '*': 'read' } },
  ],
};

const ticket = {
  key: 'ticket',
  label: { 'zh-CN': '工单', en: 'Ticket' },
  title: 'no',
  fields: [
    { key: 'no', type: 'serial', label: 'no', format: 'T{seq:5}' },
    text('order_no', { required: true }),
    { key: 'phone', type: 'phone', label: { 'zh-CN': '手机', en: 'Phone' }, country: 'CN' },
    text('what', { label: { 'zh-CN': '问题', en: 'What' } }),
    { key: 'evidence', type: 'file', label: { 'zh-CN': '照片', en: 'Pictures' }, accept: ['image', 'video'], max: 3 },
    { key: 'cost', type: 'money', label: { 'zh-CN': '成本', en: 'Cost' } },
    text('area'),
    text('tracking_no'),
    text('carrier_state'),
    { key: 'events', type: 'table', label: 'events', fields: [text('at'), text('text')] },
  ],
  lookups: [
    {
      key: 'order',
      on: ['order_no'],
      from: { form: 'order' },
      match: { order_no: '= order_no' },
      missing: 'refuse',
      fill: { phone: '= phone' },
    },
  ],
  linkage: [
    {
      when: { all: [{ fact: 'what', operator: 'equal', value: '= string(settings.most)' }] },
      then: { evidence: 'require' },
    },
  ],
  list: { columns: ['no', 'order_no', 'what'], search: ['no', 'order_no'] },
  access: [
    {
      role: 'visitor',
      create: true,
      rows: {
        all: [
          { fact: 'order_no', operator: 'equal', value: '= proof.order_no' },
          { fact: 'phone', operator: 'equal', value: '= proof.phone' },
        ],
      },
      rights: {
        '*': 'edit',
        no: 'read',
        phone: 'read',
        cost: 'hide',
        area: 'hide',
        tracking_no: 'read',
        carrier_state: 'read',
        events: 'read',
      },
    },
    {
      role: 'agent',
      create: true,
      export: true,
      rights: { '*': 'edit', phone: 'mask', cost: 'hide', tracking_no: 'edit' },
    },
    {
      role: 'regional',
      rows: { all: [{ fact: 'area', operator: 'equal', value: '= user.area' }] },
      rights: { '*': 'read', evidence: 'hide' },
    },
    { role: 'boss', create: true, delete: true, export: true, rights: { '*': 'edit' } },
  ],
};

const carrier = {
  key: 'carrier',
  label: 'Carrier',
  baseUrl: 'https://carrier.example.com',
  secrets: ['salt'],
  operations: { ask: { method: 'GET', path: '/' } },
  hooks: {
    moved: {
      encoding: 'form',
      let: { push: '= parseJson(body.param)' },
      verify: '= same(md5(body.param + secret.salt, "HEX"), body.sign)',
      key: '= md5(body.param)',
      form: 'ticket',
      match: { tracking_no: '= push.no' },
      set: { carrier_state: '= push.state' },
      append: { events: { from: '= push.events', fill: { at: '= row.at', text: '= row.text' }, key: 'at' } },
      reply: { result: true },
    },
  },
};

const board = {
  key: 'overview',
  label: { 'zh-CN': '总览', en: 'Overview' },
  measures: [
    { key: 'tickets', label: 'tickets', of: 'ticket', value: 'count()' },
    { key: 'costs', label: 'costs', of: 'ticket', value: 'sum(cost)' },
  ],
  tiles: [
    { key: 'count', type: 'metric', label: 'count', measure: 'tickets', size: [3, 2] },
    { key: 'cost', type: 'metric', label: 'cost', measure: 'costs', size: [3, 2] },
  ],
};

const app = {
  key: 'desk',
  label: { 'zh-CN': '维修台', en: 'Desk' },
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [
    { key: 'agent', label: 'Agent' },
    { key: 'regional', label: 'Regional', attributes: ['area'] },
    { key: 'boss', label: 'Boss' },
  ],
  admin: 'boss',
  settings: [
    { key: 'most', type: 'integer', label: 'most', value: 3 },
    { key: 'most_secret', type: 'integer', label: 'most_secret', value: 7 },
  ],
  portal: {
    apply: 'ticket',
    proof: { fields: ['order_no', 'phone'], lookup: 'order' },
    embed: ['https://shop.example.com'],
  },
};

const people = {
  key: 'people',
  users: [
    { login: 'amy', name: 'Amy', roles: ['agent'] },
    { login: 'rob', name: 'Rob', roles: ['regional'], attributes: { area: 'north' } },
    { login: 'bea', name: 'Bea', roles: ['boss'] },
    { login: 'nil', name: 'Nil', roles: ['agent'] },
  ],
};

export const deskFiles: { path: string; json: unknown }[] = [
  { path: 'app.json', json: app },
  { path: 'forms/order.json', json: order },
  { path: 'forms/ticket.json', json: ticket },
  { path: 'connectors/carrier.json', json: carrier },
  { path: 'reports/overview.json', json: board },
  { path: 'data/people.json', json: people },
];
