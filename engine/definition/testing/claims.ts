import type { AppFile } from '../model.ts';

/** A small app for tests: people claim expenses, a lead approves, large ones go to the director, and the bank pays. */
type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Files = Record<string, Record<string, Json>>;

const app: Files[string] = {
  key: 'claims',
  label: { 'zh-CN': '报销', en: 'Expense claims' },
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [
    { key: 'clerk', label: 'Clerk' },
    { key: 'lead', label: 'Lead', attributes: ['team'] },
    { key: 'director', label: 'Director' },
    { key: 'admin', label: 'Admin' },
  ],
  admin: 'admin',
  settings: [{ key: 'limit', type: 'money', label: 'Limit', value: '500.00' }],
  channels: { sms: { label: 'SMS', call: 'gateway.send', data: { to: '= to', text: '= text' } } },
  notify: { assigned: { message: 'todo', by: ['sms'] } },
  portal: {
    apply: 'claim',
    proof: { fields: ['title', 'no'], lookup: 'known' },
    steps: [{ label: 'What', fields: ['title', 'lines'] }],
  },
  navigation: [
    { label: 'Claims', form: 'claim' },
    { label: 'Board', board: 'overview', roles: ['lead'] },
  ],
};

const claim: Files[string] = {
  key: 'claim',
  label: 'Claim',
  title: 'no',
  fields: [
    { key: 'no', type: 'serial', label: 'No.', format: 'C{yyyyMMdd}{seq:4}' },
    { key: 'title', type: 'text', label: 'Title', required: true },
    {
      key: 'category',
      type: 'select',
      label: { 'zh-CN': '类别', en: 'Category' },
      options: [
        { key: 'travel', label: { 'zh-CN': '差旅', en: 'Travel' } },
        { key: 'meals', label: { 'zh-CN': '餐饮', en: 'Meals' } },
        { key: 'other', label: { 'zh-CN': '其他支出', en: 'Sundries' } },
      ],
    },
    { key: 'centre', type: 'reference', label: 'Cost centre', form: 'centre' },
    { key: 'spent_on', type: 'date', label: 'Spent on' },
    { key: 'urgent', type: 'boolean', label: 'Urgent' },
    {
      key: 'lines',
      type: 'table',
      label: 'Lines',
      fields: [
        { key: 'item', type: 'text', label: 'Item' },
        { key: 'qty', type: 'integer', label: 'Quantity' },
        { key: 'price', type: 'money', label: 'Price' },
        { key: 'amount', type: 'money', label: 'Amount', value: '= qty * price' },
      ],
    },
    { key: 'total', type: 'money', label: 'Total', value: '= sum(lines.amount)' },
    { key: 'salary', type: 'money', label: 'Salary' },
    { key: 'paid', type: 'boolean', label: 'Paid' },
    { key: 'reviewer', type: 'user', label: 'Reviewer' },
  ],
  lookups: [{ key: 'known', on: ['title'], from: { form: 'centre' }, match: { code: '= title' }, missing: 'keep' }],
  checks: [
    { key: 'dear', when: { fact: 'total', operator: 'greaterThan', value: '100000' }, refuse: 'Too dear', at: 'total' },
  ],
  access: [
    {
      role: 'everyone',
      create: true,
      rows: { fact: 'created_by', operator: 'equal', value: '= user.id' },
      rights: { '*': 'edit', salary: 'hide' },
    },
    {
      role: 'visitor',
      create: true,
      rows: { fact: 'title', operator: 'equal', value: '= proof.title' },
      rights: { '*': 'read', title: 'edit' },
    },
    { role: 'lead', rights: { '*': 'read' } },
    { role: 'director', rights: { '*': 'read' } },
  ],
};

const flow: Files[string] = {
  key: 'approval',
  label: 'Approval',
  form: 'claim',
  states: [
    { key: 'pending', label: { 'zh-CN': '待审批', en: 'Pending' } },
    { key: 'pending_director', label: 'Pending director' },
    { key: 'paid', label: { 'zh-CN': '已付款', en: 'Paid' } },
    { key: 'rejected', label: 'Rejected' },
  ],
  nodes: [
    { key: 'start', type: 'start' },
    {
      key: 'review',
      type: 'approve',
      label: 'Review',
      state: 'pending',
      assignees: [{ table: 'reviewers' }, { role: 'lead' }],
      rights: { paid: 'edit' },
      deadline: { within: 'PT8H', calendar: 'work', remind: 0.5, escalate: { role: 'director' } },
    },
    { key: 'size', type: 'exclusive' },
    { key: 'sign', type: 'approve', label: 'Sign', state: 'pending_director', assignees: [{ role: 'director' }] },
    {
      key: 'pay',
      type: 'action',
      label: 'Pay',
      do: [{ call: 'bank.pay', data: { amount: '= total', no: '= no' }, key: '= no' }, { set: { paid: true } }],
    },
    { key: 'paid', type: 'end', state: 'paid' },
    { key: 'rejected', type: 'end', state: 'rejected' },
  ],
  edges: [
    { key: 'begin', from: 'start', to: 'review' },
    { key: 'passed', from: 'review', to: 'size' },
    { key: 'refused', from: 'review', on: 'rejected', to: 'rejected' },
    {
      key: 'large',
      from: 'size',
      to: 'sign',
      when: { fact: 'total', operator: 'greaterThan', value: '= settings.limit' },
    },
    { key: 'small', from: 'size', to: 'pay', default: true },
    { key: 'signed', from: 'sign', to: 'pay' },
    { key: 'unsigned', from: 'sign', on: 'rejected', to: 'rejected' },
    { key: 'payed', from: 'pay', to: 'paid' },
    { key: 'failed', from: 'pay', on: 'error', to: 'sign' },
  ],
};

const report: Files[string] = {
  key: 'overview',
  label: 'Overview',
  measures: [
    { key: 'claims', label: { 'zh-CN': '报销单', en: 'Claims' }, of: 'claim', value: 'count()' },
    {
      key: 'paid',
      label: 'Paid',
      of: 'claim',
      value: 'count()',
      where: { fact: 'state', operator: 'equal', value: 'paid' },
    },
    {
      key: 'paid_share',
      label: 'Paid share',
      of: 'claim',
      value: 'count()',
      where: { fact: 'state', operator: 'equal', value: 'paid' },
      per: 'claims',
    },
    { key: 'sum', label: 'Sum', of: 'claim', value: 'sum(total)' },
    { key: 'median', label: 'Median', of: 'claim', value: 'p50(total)' },
    { key: 'pieces', label: 'Pieces', of: 'claim', rows: 'lines', value: 'sum(qty)' },
    { key: 'salaries', label: 'Salaries', of: 'claim', value: 'sum(salary)' },
    { key: 'centres', label: 'Centres', of: 'centre', value: 'count()' },
  ],
  filters: [
    { key: 'period', label: 'Spent', field: 'spent_on', type: 'period' },
    { key: 'created', label: 'Created', field: 'created_at', type: 'period' },
    { key: 'category', label: 'Category', field: 'category', type: 'select' },
    { key: 'centre', label: 'Centre', field: 'centre', type: 'select' },
  ],
  tiles: [
    { key: 'count', type: 'metric', label: 'Claims', measure: 'claims', warnAbove: 3, size: [3, 2] },
    { key: 'share', type: 'gauge', label: 'Paid', measure: 'paid_share', max: 1, warnBelow: 0.9, size: [3, 2] },
    { key: 'progress', type: 'progress', label: 'Paid of all', measure: 'paid', max: 'claims', size: [3, 2] },
    {
      key: 'by_category',
      type: 'pie',
      label: 'By category',
      measure: 'claims',
      by: ['category'],
      limit: 2,
      size: [6, 4],
    },
    { key: 'by_state', type: 'bar', label: 'By state', measures: ['claims', 'sum'], by: ['state'], size: [6, 4] },
    { key: 'by_day', type: 'line', label: 'By day', measure: 'claims', by: ['created_at:day'], size: [6, 4] },
    {
      key: 'by_week',
      type: 'line',
      label: 'By week',
      measure: 'claims',
      by: ['spent_on:week', 'category'],
      size: [6, 4],
    },
    { key: 'items', type: 'table', label: 'Items', measures: ['pieces'], by: ['lines.item'], size: [6, 4] },
    { key: 'salary', type: 'metric', label: 'Salaries', measure: 'salaries', size: [3, 2] },
    {
      key: 'open',
      type: 'table',
      label: 'Open',
      form: 'claim',
      columns: ['no', 'category', 'centre', 'total', 'salary', 'reviewer'],
      sort: 'spent_on',
      where: { fact: 'state', operator: 'notEqual', value: 'paid' },
      size: [12, 4],
    },
    {
      key: 'lead',
      type: 'metric',
      label: 'To approval',
      leadTime: {
        flow: 'approval',
        from: { event: 'submitted' },
        to: { event: 'left', node: 'review', outcome: 'approved' },
      },
      warnAbove: 'PT4H',
      size: [3, 2],
    },
    {
      key: 'lead_by',
      type: 'bar',
      label: 'To the end',
      leadTime: { flow: 'approval', from: { event: 'entered', node: 'review' }, to: { event: 'ended' } },
      stat: 'p90',
      by: ['category'],
      size: [6, 4],
    },
    {
      key: 'working',
      type: 'metric',
      label: 'Working time',
      leadTime: {
        flow: 'approval',
        from: { event: 'submitted' },
        to: { event: 'state', state: 'paid' },
        calendar: 'work',
      },
      warnAbove: 'PT4H',
      size: [3, 2],
    },
  ],
};

const rest: Files = {
  'forms/centre.json': {
    key: 'centre',
    label: 'Cost centre',
    title: 'name',
    fields: [
      { key: 'code', type: 'text', label: 'Code', unique: true },
      { key: 'name', type: 'text', label: 'Name' },
    ],
    access: [{ role: 'everyone', rights: { '*': 'read' } }],
  },
  'tables/reviewers.json': {
    key: 'reviewers',
    label: 'Reviewers',
    form: 'claim',
    in: ['= category', '= total'],
    out: ['user'],
    rows: [
      ['"travel"', '> 1000', 'lea'],
      ['"meals","other"', '-', 'leo', 'a remark'],
    ],
  },
  'rules/tell.json': {
    key: 'tell',
    label: 'Tell the lead',
    on: { flow: 'approval', node: 'review', outcome: 'approved' },
    when: { fact: 'urgent', operator: 'equal', value: true },
    then: [{ send: 'approved', to: { role: 'lead' }, by: ['inbox', 'sms'], data: { who: '= user.name' } }],
  },
  'rules/nightly.json': {
    key: 'nightly',
    label: 'Nightly',
    on: { schedule: '0 2 * * *', form: 'claim', where: { fact: 'state', operator: 'equal', value: 'pending' } },
    then: [{ set: { urgent: true } }],
  },
  'rules/again.json': {
    key: 'again',
    label: 'Tell again',
    priority: 5,
    on: { button: 'Tell again', form: 'claim', by: [{ role: 'lead' }] },
    then: [{ send: 'approved', to: { initiator: true }, by: ['inbox'], data: { who: 'x' } }],
  },
  'rules/changed.json': {
    key: 'changed',
    label: 'Changed',
    on: { form: 'claim', event: 'changed', fields: ['total', 'lines'] },
    then: [{ set: { urgent: false } }],
  },
  'messages/approved.json': {
    key: 'approved',
    label: 'Approved',
    form: 'claim',
    text: { 'zh-CN': '{no} 已由 {who} 通过：{centre.name}', en: '{no} approved by {who}: {centre.name}' },
  },
  'messages/todo.json': { key: 'todo', label: 'To do', text: 'You have a task: {node}, due {due}' },
  'connectors/bank.json': {
    key: 'bank',
    label: 'Bank',
    baseUrl: 'https://bank.example',
    secrets: ['key'],
    hooks: {
      paid: {
        verify: '= same(hmac("sha256", secret.key, raw), headers.sign)',
        form: 'claim',
        match: { no: '= body.no' },
        set: { paid: true },
        append: { lines: { from: '= body.fees', fill: { item: '= row.name', price: '= row.fee' } } },
      },
    },
    operations: {
      pay: {
        method: 'POST',
        path: '/payments/{no}',
        input: { amount: 'money', no: 'text' },
        let: { ts: '= epochMillis()' },
        headers: { sign: '= hmac("sha256", secret.key, string(ts))' },
        body: { amount: '= amount' },
        idempotency: 'Idempotency-Key',
        success: { fact: 'body', path: '$.code', operator: 'equal', value: 0 },
      },
    },
  },
  'connectors/gateway.json': {
    key: 'gateway',
    label: 'SMS',
    baseUrl: 'https://sms.example',
    operations: {
      send: {
        method: 'POST',
        path: '/send',
        input: { to: 'text', text: 'text' },
        body: { to: '= to', text: '= text' },
      },
    },
  },
  'calendars/work.json': {
    key: 'work',
    label: 'Work',
    timeZone: 'Asia/Shanghai',
    week: { 'mon-fri': ['09:00-12:00', '13:00-18:00'] },
  },
  'scenarios/small.json': {
    key: 'small',
    label: 'Small',
    clock: '2026-03-02T09:00:00+08:00',
    given: [{ form: 'centre', data: { code: 'A', name: 'Alpha' } }],
    steps: [
      { as: 'cleo', submit: 'claim', name: 'first', data: { title: 'Taxi' } },
      { as: 'lea', approve: 'review', record: 'first' },
    ],
    expect: [{ state: 'paid' }, { task: { node: 'review', times: 0 } }],
  },
  'data/people.json': {
    key: 'people',
    demo: true,
    users: [
      { login: 'cleo', name: 'Cleo', roles: ['clerk'] },
      { login: 'lea', name: 'Lea', roles: ['lead'] },
      { login: 'leo', name: 'Leo', roles: ['lead'] },
    ],
  },
};

/** A fresh copy of all files, to be changed by a test before it is loaded. */
export function claimsFiles(): Files {
  return structuredClone({
    'app.json': app,
    'forms/claim.json': claim,
    'flows/approval.json': flow,
    'reports/overview.json': report,
    ...rest,
  });
}

export const asFiles = (files: Files): AppFile[] =>
  Object.entries(files).map(([path, json]) => ({ path, text: JSON.stringify(json) }));
