const label = (zh: string, en: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': zh, en });

/** A request that two people approve, one after the other: the first by name, the second whoever of a role comes first. */
const request = {
  key: 'request',
  label: label('申请', 'Request'),
  title: 'subject',
  fields: [
    { key: 'subject', type: 'text', label: label('事项', 'Subject'), required: true },
    {
      key: 'kind',
      type: 'select',
      label: label('类别', 'Kind'),
      required: true,
      options: [
        { key: 'travel', label: label('差旅', 'Travel') },
        { key: 'office', label: label('办公', 'Office') },
      ],
    },
    { key: 'amount', type: 'money', label: label('金额', 'Amount'), required: true, min: '0.01' },
    { key: 'qty', type: 'integer', label: label('数量', 'Quantity'), min: 1 },
    { key: 'total', type: 'money', label: label('合计', 'Total'), value: '= amount * qty' },
    { key: 'wanted_on', type: 'date', label: label('日期', 'Wanted on') },
    { key: 'note', type: 'longtext', label: label('说明', 'Note') },
    { key: 'approved', type: 'money', label: label('核准金额', 'Approved'), min: 0, max: '= total' },
  ],
  access: [
    { role: 'employee', create: true, rights: { '*': 'edit', approved: 'read' } },
    { role: 'manager', rights: { '*': 'read' } },
    { role: 'finance', rights: { '*': 'read' } },
  ],
};

const approval = {
  key: 'approval',
  label: label('审批', 'Approval'),
  form: 'request',
  states: [
    { key: 'review', label: label('主管审批', 'With the manager') },
    { key: 'finance', label: label('财务审批', 'With finance') },
    { key: 'agreed', label: label('已同意', 'Agreed'), tone: 'success' },
    { key: 'rejected', label: label('已拒绝', 'Rejected'), tone: 'danger' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    {
      type: 'approve',
      key: 'manager',
      label: label('主管审批', 'Manager'),
      state: 'review',
      assignees: [{ users: ['mia'] }],
      separateFrom: ['initiator'],
      rights: { approved: 'edit' },
      deadline: { within: 'PT4H', remind: 0.5, escalate: { role: 'admin' } },
    },
    {
      type: 'approve',
      key: 'finance',
      label: label('财务审批', 'Finance'),
      state: 'finance',
      assignees: [{ role: 'finance' }],
      separateFrom: ['initiator', 'manager'],
    },
    { type: 'end', key: 'agreed', state: 'agreed' },
    { type: 'end', key: 'rejected', state: 'rejected' },
  ],
  edges: [
    { key: 'begin', from: 'start', to: 'manager' },
    { key: 'forward', from: 'manager', to: 'finance' },
    { key: 'refused', from: 'manager', on: 'rejected', to: 'rejected' },
    { key: 'agree', from: 'finance', to: 'agreed' },
    { key: 'not_paid', from: 'finance', on: 'rejected', to: 'rejected' },
  ],
};

const app = {
  key: 'bench',
  label: label('审批', 'Approvals'),
  version: '1.0.0',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  roles: [
    { key: 'employee', label: label('员工', 'Employee') },
    { key: 'manager', label: label('主管', 'Manager') },
    { key: 'finance', label: label('财务', 'Finance') },
    { key: 'admin', label: label('管理员', 'Administrator') },
  ],
  admin: 'admin',
  navigation: [{ label: label('申请', 'Requests'), form: 'request' }],
};

const people = {
  key: 'people',
  users: [
    { login: 'eve', name: 'Eve', roles: ['employee'] },
    { login: 'mia', name: 'Mia', roles: ['manager'] },
    { login: 'fay', name: 'Fay', roles: ['finance'] },
    { login: 'fox', name: 'Fox', roles: ['finance'] },
    { login: 'ada', name: 'Ada', roles: ['admin'] },
  ],
};

export const APP = 'bench';
export const FORM = 'request';

export const files: readonly { path: string; json: unknown }[] = [
  { path: 'app.json', json: app },
  { path: 'forms/request.json', json: request },
  { path: 'flows/approval.json', json: approval },
  { path: 'data/people.json', json: people },
];

/** What whoever begins enters. */
export const entered = {
  subject: 'Visit to the supplier in Shenzhen',
  kind: 'travel',
  amount: '538.50',
  qty: 2,
  wanted_on: '2026-03-02',
  note: 'With the acceptance of the second delivery.',
};

/** Who approves, in order, and what they enter. */
export const approvals: readonly { login: string; data: Record<string, string> }[] = [
  { login: 'mia', data: { approved: '1000.00' } },
  { login: 'fay', data: {} },
];
