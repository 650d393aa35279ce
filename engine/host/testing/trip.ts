/**
 * A trip for the expenses app: booked by whoever asks, looked at by two people at once, agreed to by a manager, and told
 * to an agency that cannot be reached. Every operation is allowed somewhere in it.
 */
const label = (zh: string, en: string) => ({ 'zh-CN': zh, en });

const form = {
  key: 'trip',
  label: label('出差', 'Trip'),
  title: 'place',
  fields: [
    { key: 'place', type: 'text', label: label('目的地', 'Place'), required: true },
    { key: 'cost', type: 'money', label: label('预算', 'Cost') },
  ],
  list: { columns: ['place', 'cost'] },
  access: ['employee', 'manager', 'admin'].map((role) => ({ role, create: true, rights: { '*': 'edit' } })),
};

const flow = {
  key: 'trip_flow',
  label: label('出差审批', 'Trip'),
  form: 'trip',
  states: [
    { key: 'booking', label: label('预订中', 'Booking') },
    { key: 'asked', label: label('审批中', 'Asked') },
    { key: 'telling', label: label('通知旅行社', 'Telling') },
    { key: 'over', label: label('已安排', 'Arranged'), tone: 'success' },
    { key: 'refused', label: label('已拒绝', 'Refused'), tone: 'danger' },
  ],
  nodes: [
    { type: 'start', key: 'start' },
    {
      type: 'handle',
      key: 'book',
      label: label('填写行程', 'Book'),
      state: 'booking',
      assignees: [{ initiator: true }],
      allow: ['complete', 'take_back', 'withdraw'],
    },
    { type: 'exclusive', key: 'size', label: label('预算大小', 'How much') },
    {
      type: 'approve',
      key: 'chief',
      label: label('主管审批', 'Chief'),
      state: 'asked',
      assignees: [{ user: 'max' }],
      allow: ['approve', 'reject', 'return', 'transfer', 'delegate', 'add_signer', 'remove_signer', 'comment'],
      afterReturn: 'choose',
      deadline: { within: 'PT8H' },
    },
    {
      type: 'approve',
      key: 'boss',
      label: label('经理审批', 'Boss'),
      state: 'asked',
      assignees: [{ user: 'mia' }],
      allow: [
        'approve',
        'reject',
        'return',
        'transfer',
        'delegate',
        'add_signer',
        'remove_signer',
        'comment',
        'withdraw',
      ],
      afterReturn: 'choose',
      deadline: { within: 'PT8H' },
    },
    {
      type: 'action',
      key: 'tell',
      label: label('通知旅行社', 'Tell the agency'),
      state: 'telling',
      do: [{ call: 'agency.tell' }],
    },
    { type: 'end', key: 'over', state: 'over' },
    { type: 'end', key: 'refused', state: 'refused' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'book' },
    { key: 'e2', from: 'book', to: 'size' },
    {
      key: 'e3',
      from: 'size',
      to: 'chief',
      label: label('超过 1000', 'Above 1000'),
      when: { all: [{ fact: 'cost', operator: 'greaterThan', value: '1000' }] },
    },
    { key: 'e4', from: 'size', to: 'boss', default: true },
    { key: 'e5', from: 'chief', to: 'boss' },
    { key: 'e6', from: 'chief', on: 'rejected', to: 'refused' },
    { key: 'e7', from: 'boss', to: 'tell' },
    { key: 'e8', from: 'boss', on: 'rejected', to: 'refused' },
    { key: 'e9', from: 'tell', to: 'over' },
  ],
};

const agency = {
  key: 'agency',
  label: label('旅行社', 'The agency'),
  baseUrl: 'https://agency.invalid',
  operations: {
    tell: {
      label: label('下单', 'Order'),
      method: 'POST',
      path: '/orders',
      body: {},
      retry: { attempts: 1, backoff: 'PT1S' },
    },
  },
};

export const tripFiles: Readonly<Record<string, object>> = {
  'forms/trip.json': form,
  'flows/trip_flow.json': flow,
  'connectors/agency.json': agency,
};
