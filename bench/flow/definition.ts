import type { FlowDefinition, FlowNode } from '../../engine/definition/types.generated.ts';

/** The case that all three engines run: a review, then two departments at once, then a signature above a limit. */

const work = (key: string, login: string): FlowNode => ({
  type: 'approve',
  key,
  label: key,
  state: `in_${key}`,
  assignees: [{ user: login }],
});

export const people = ['reviewer', 'lawyer', 'accountant', 'director'] as const;

export const userId = (login: string): string =>
  `00000000-0000-7000-8000-00000000000${people.findIndex((one) => one === login)}`;

/** What is said to a case, in order, and by whom. */
export const steps = [
  { node: 'review', by: 'reviewer' },
  { node: 'legal', by: 'lawyer' },
  { node: 'money', by: 'accountant' },
  { node: 'sign', by: 'director' },
] as const;

export const flow: FlowDefinition = {
  key: 'contract',
  label: 'Contract',
  form: 'contract',
  states: ['in_review', 'in_legal', 'in_money', 'in_sign', 'agreed', 'refused'].map((key) => ({ key, label: key })),
  nodes: [
    { type: 'start', key: 'start' },
    work('review', 'reviewer'),
    { type: 'parallel', key: 'both' },
    work('legal', 'lawyer'),
    work('money', 'accountant'),
    { type: 'join', key: 'meet' },
    { type: 'exclusive', key: 'size' },
    work('sign', 'director'),
    { type: 'end', key: 'agreed', state: 'agreed' },
    { type: 'end', key: 'refused', state: 'refused' },
  ],
  edges: [
    { key: 'e1', from: 'start', to: 'review' },
    { key: 'e2', from: 'review', to: 'both' },
    { key: 'e3', from: 'both', to: 'legal' },
    { key: 'e4', from: 'both', to: 'money' },
    { key: 'e5', from: 'legal', to: 'meet' },
    { key: 'e6', from: 'money', to: 'meet' },
    { key: 'e7', from: 'meet', to: 'size' },
    {
      key: 'e8',
      from: 'size',
      to: 'sign',
      when: { all: [{ fact: 'amount', operator: 'greaterThan', value: '5000' }] },
    },
    { key: 'e9', from: 'size', to: 'agreed', default: true },
    { key: 'e10', from: 'sign', to: 'agreed' },
    ...['review', 'legal', 'money', 'sign'].map((from) => ({
      key: `no_${from}`,
      from,
      on: 'rejected',
      to: 'refused',
    })),
  ],
};

/** The same in BPMN 2.0. */
export const bpmn = `<?xml version="1.0" encoding="UTF-8"?>
<definitions id="contract" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="http://example.com/bench">
  <process id="case" isExecutable="true">
    <startEvent id="start" />
    <userTask id="review" />
    <parallelGateway id="both" />
    <userTask id="legal" />
    <userTask id="money" />
    <parallelGateway id="meet" />
    <exclusiveGateway id="size" default="e9" />
    <userTask id="sign" />
    <endEvent id="agreed" />
    <sequenceFlow id="e1" sourceRef="start" targetRef="review" />
    <sequenceFlow id="e2" sourceRef="review" targetRef="both" />
    <sequenceFlow id="e3" sourceRef="both" targetRef="legal" />
    <sequenceFlow id="e4" sourceRef="both" targetRef="money" />
    <sequenceFlow id="e5" sourceRef="legal" targetRef="meet" />
    <sequenceFlow id="e6" sourceRef="money" targetRef="meet" />
    <sequenceFlow id="e7" sourceRef="meet" targetRef="size" />
    <sequenceFlow id="e8" sourceRef="size" targetRef="sign">
      <conditionExpression xsi:type="tFormalExpression">\${environment.variables.large}</conditionExpression>
    </sequenceFlow>
    <sequenceFlow id="e9" sourceRef="size" targetRef="agreed" />
    <sequenceFlow id="e10" sourceRef="sign" targetRef="agreed" />
  </process>
</definitions>`;

const machineWith = (step: (node: string, target: string) => object) => ({
  id: 'contract',
  context: { amount: 6000, ids: 0, tasks: [], passed: {}, log: [] },
  initial: 'review',
  states: {
    review: step('review', 'both'),
    both: {
      type: 'parallel',
      states: {
        left: { initial: 'legal', states: { legal: step('legal', 'done'), done: { type: 'final' } } },
        right: { initial: 'money', states: { money: step('money', 'done'), done: { type: 'final' } } },
      },
      onDone: [{ guard: 'large', target: 'sign' }, { target: 'agreed' }],
    },
    sign: step('sign', 'agreed'),
    agreed: { type: 'final' },
  },
});

/** The same as an XState machine that does nothing but change its state. */
export const bareMachine = machineWith((node, target) => ({ on: { [node]: { target } } }));

/** The same doing what an approval needs: a task for somebody, refused to anybody else, who passed what, a history. */
export const wholeMachine = machineWith((node, target) => ({
  entry: { type: 'give', params: { node } },
  on: { [node]: { guard: 'mine', target, actions: { type: 'take', params: { node } } } },
}));
