/**
 * An errand for the expenses app: written down by whoever wants it, looked at by a manager who takes it off the group's
 * list, paid by the cashier. Every operation that a flow knows is allowed somewhere in it.
 */
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const form = {
  key: 'errand',
  label: label('代办', 'Errand'),
  title: 'what',
  fields: [
    { key: 'what', type: 'text', label: label('事项', 'What'), required: true },
    { key: 'cost', type: 'money', label: label('费用', 'Cost') },
  ],
  list: { columns: ['what', 'cost'] },
  access: ['employee', 'manager', 'cashier', 'admin'].map((role) => ({
    role,
    create: true,
    rights: { '*': 'edit' },
  })),
};

const flow = {
  key: 'errand_flow',
  label: label('代办流程', 'Errand'),
  form: 'errand',
  states: [
    { key: 'draft', label: label('填写中', 'Written down') },
    { key: 'looked', label: label('审核中', 'Looked at') },
    { key: 'paying', label: label('付款中', 'Being paid') },
    { key: 'over', label: label('已办妥', 'Done'), tone: 'success' },
    { key: 'refused', label: label('已拒绝', 'Refused'), tone: 'danger' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    {
      type: 'handle',
      key: 'prepare',
      label: label('填写', 'Prepare'),
      state: 'draft',
      assignees: [{ initiator: true }],
      allow: ['complete', 'take_back', 'withdraw'],
    },
    {
      type: 'approve',
      key: 'look',
      label: label('审核', 'Look'),
      state: 'looked',
      assignees: [{ role: 'manager' }],
      allow: [
        'approve',
        'reject',
        'claim',
        'transfer',
        'delegate',
        'add_signer',
        'remove_signer',
        'cc',
        'comment',
        'withdraw',
      ],
    },
    {
      type: 'handle',
      key: 'pay',
      label: label('付款', 'Pay'),
      state: 'paying',
      assignees: [{ user: 'cara' }],
      allow: ['complete', 'return'],
      afterReturn: 'choose',
    },
    { type: 'end', key: 'over', state: 'over' },
    { type: 'end', key: 'refused', state: 'refused' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'prepare' },
    { key: 'e2', from: 'prepare', to: 'look' },
    { key: 'e3', from: 'look', to: 'pay' },
    { key: 'e4', from: 'look', on: 'rejected', to: 'refused' },
    { key: 'e5', from: 'pay', to: 'over' },
  ],
};

export const errandFiles: Readonly<Record<string, object>> = {
  'forms/errand.json': form,
  'flows/errand_flow.json': flow,
};
