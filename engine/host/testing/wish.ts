import type { AppFile } from '../../definition/index.ts';

const both = (zh: string, en: string): { 'zh-CN': string; en: string } => ({ 'zh-CN': zh, en });

/** For tests: whoever asks chooses one or two managers; for a large sum also an employee; and whoever is told. */
const form = {
  key: 'wish',
  label: both('申请单', 'Wish'),
  title: 'what',
  fields: [
    { key: 'what', type: 'text', label: both('内容', 'What') },
    { key: 'sum', type: 'integer', label: both('金额', 'Sum') },
  ],
  access: [
    { role: 'employee', create: true, import: true, rights: { '*': 'edit' } },
    { role: 'manager', rights: { '*': 'edit' } },
    { role: 'admin', create: true, rights: { '*': 'edit' } },
  ],
};

const edge = (from: string, to: string, more: object = {}) => ({ key: `${from}_${to}`, from, to, ...more });

const flow = {
  key: 'wish_flow',
  label: both('申请', 'Wish'),
  form: 'wish',
  states: [
    { key: 'asked', label: both('审批中', 'Asked'), tone: 'info' },
    { key: 'back', label: both('待修改', 'Back with whoever asked'), tone: 'warning' },
    { key: 'granted', label: both('已批准', 'Granted'), tone: 'success' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    { type: 'cc', key: 'tell', label: both('抄送同事', 'Told as well'), copy: [{ choice: true }] },
    { type: 'exclusive', key: 'size' },
    {
      type: 'approve',
      key: 'second',
      label: both('同事复核', 'Second look'),
      state: 'asked',
      assignees: [{ choice: true, role: 'employee' }],
      initiator: 'exclude',
    },
    {
      type: 'approve',
      key: 'grant',
      label: both('经理批准', 'Approval by a manager'),
      state: 'asked',
      policy: 'all',
      assignees: [{ choice: true, role: 'manager', max: 2 }],
    },
    {
      type: 'wait',
      key: 'mend',
      label: both('修改', 'Mend'),
      state: 'back',
      for: [
        {
          signal: 'resubmit',
          label: both('重新提交', 'Submit again'),
          by: [{ initiator: true }],
          submit: true,
          rights: { what: 'edit' },
        },
      ],
    },
    { type: 'end', key: 'granted', state: 'granted' },
  ],
  edges: [
    edge('start', 'tell'),
    edge('tell', 'size'),
    edge('size', 'second', { when: { all: [{ fact: 'sum', operator: 'greaterThan', value: 100 }] } }),
    edge('size', 'grant', { default: true }),
    edge('second', 'grant'),
    edge('second', 'mend', { on: 'rejected' }),
    edge('grant', 'granted'),
    edge('grant', 'mend', { on: 'rejected' }),
    edge('mend', 'grant'),
  ],
};

export const wishFiles = { 'forms/wish.json': form, 'flows/wish_flow.json': flow };

export const withWish = (files: AppFile[]): AppFile[] => [
  ...files,
  ...Object.entries(wishFiles).map(([path, json]) => ({ path, text: JSON.stringify(json) })),
];
