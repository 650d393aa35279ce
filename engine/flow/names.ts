import type { FlowDefinition, FlowNode, Label } from '../definition/types.generated.ts';
import type { Localised } from '../expression/types.ts';

/** What a node without a label is called: its key is nobody's business. */
const kinds: Record<FlowNode['type'], Label> = {
  start: { 'zh-CN': '开始', en: 'Start' },
  approve: { 'zh-CN': '审批', en: 'Approval' },
  handle: { 'zh-CN': '办理', en: 'Work' },
  cc: { 'zh-CN': '抄送', en: 'Copy' },
  exclusive: { 'zh-CN': '条件分支', en: 'Decision' },
  parallel: { 'zh-CN': '并行分支', en: 'At once' },
  inclusive: { 'zh-CN': '多选分支', en: 'Some at once' },
  foreach: { 'zh-CN': '逐行处理', en: 'For each row' },
  join: { 'zh-CN': '汇合', en: 'Meet' },
  route: { 'zh-CN': '跳转', en: 'Go to' },
  action: { 'zh-CN': '自动处理', en: 'Automatic step' },
  rule: { 'zh-CN': '决策', en: 'Decision table' },
  wait: { 'zh-CN': '等待', en: 'Wait' },
  timer: { 'zh-CN': '定时', en: 'Timer' },
  subflow: { 'zh-CN': '子流程', en: 'Sub-flow' },
  end: { 'zh-CN': '结束', en: 'End' },
};

/** By its label; an end without one is called as the record is then; anything else by what it is. */
export function nodeLabel(flow: Pick<FlowDefinition, 'states'>, node: FlowNode): Label {
  if ('label' in node && node.label !== undefined) return node.label;
  const state = node.type === 'end' ? flow.states.find(({ key }) => key === node.state) : undefined;
  return state?.label ?? kinds[node.type];
}

/** Outcomes that the engine has words for; others are called by the definition. */
export const OUTCOMES: Readonly<Record<string, Localised>> = {
  approved: { 'zh-CN': '同意', en: 'approved' },
  rejected: { 'zh-CN': '拒绝', en: 'rejected' },
  completed: { 'zh-CN': '完成', en: 'completed' },
  returned: { 'zh-CN': '退回', en: 'returned' },
  done: { 'zh-CN': '完成', en: 'done' },
  error: { 'zh-CN': '出错', en: 'failed' },
  missing: { 'zh-CN': '对方没有此数据', en: 'not known there' },
  timeout: { 'zh-CN': '超时', en: 'time was up' },
  received: { 'zh-CN': '已收到', en: 'received' },
  seen: { 'zh-CN': '已查看', en: 'looked at' },
  elapsed: { 'zh-CN': '时间到', en: 'time was up' },
  empty: { 'zh-CN': '没有明细', en: 'no rows' },
  cancelled: { 'zh-CN': '取消', en: 'cancelled' },
  cancel: { 'zh-CN': '取消', en: 'cancelled' },
  withdraw: { 'zh-CN': '撤回', en: 'withdrawn' },
  terminate: { 'zh-CN': '终止', en: 'terminated' },
};

/** What decides each of the usual outcomes. */
const deciding: Readonly<Record<string, string>> = {
  approved: 'approve',
  rejected: 'reject',
  completed: 'complete',
  returned: 'return',
};

/** What a step's own button for a usual operation says. */
export function buttonOf(node: FlowNode | undefined, operation: string): Label | undefined {
  const buttons: Readonly<Record<string, Label | undefined>> =
    node !== undefined && 'buttons' in node ? (node.buttons ?? {}) : {};
  return buttons[operation];
}

/** What a step calls one of its outcomes: as it names it, or as the button says that decides it. */
export function outcomeLabel(node: FlowNode | undefined, outcome: string): Label | undefined {
  const own = node !== undefined && 'outcomes' in node ? node.outcomes?.find(({ key }) => key === outcome) : undefined;
  return own?.label ?? buttonOf(node, deciding[outcome] ?? '');
}

export const localised = (label: Label): Localised =>
  typeof label === 'string' ? { 'zh-CN': label, en: label } : label;

/** What an outcome is called to people: by the step, by its signal, or as everybody calls it. */
export function outcomeName(node: FlowNode | undefined, outcome: string): Localised {
  const signal = node?.type === 'wait' ? node.for.find((one) => one.outcome === outcome)?.label : undefined;
  return localised(outcomeLabel(node, outcome) ?? signal ?? OUTCOMES[outcome] ?? outcome);
}

export function labelOfNode(flow: Pick<FlowDefinition, 'states' | 'nodes'>, key: string): Label {
  const node = flow.nodes.find((one) => one.key === key);
  return node ? nodeLabel(flow, node) : key;
}
