import type { Json, Localised } from '../expression/types.ts';
import type { Why } from './types.ts';

/** {name} stands for a parameter. Who shows these puts labels for keys before (role, node, field, table). */
const texts: Record<string, readonly [zh: string, en: string]> = {
  named: ['流程指定由 {users} 处理', 'The flow names {users}'],
  role: ['由角色“{role}”处理', 'For the role “{role}”'],
  role_having: ['由角色“{role}”中符合 {having} 的人处理', 'For those of the role “{role}” with {having}'],
  field: ['由表单字段“{field}”指定', 'Named by the field “{field}”'],
  table: ['由决策表“{table}”第 {row} 行指定', 'Named by row {row} of the table “{table}”'],
  initiator: ['由发起人处理', 'For whoever began'],
  node: ['由“{node}”的办理人处理', 'For whoever did “{node}”'],
  empty_admin: ['没有符合条件的人，转给管理角色“{role}”', 'Nobody fits, so it goes to the admin role “{role}”'],
  empty_escalate: ['没有符合条件的人，转给上级', 'Nobody fits, so it goes to the escalation’s assignee'],
  empty_skip: ['没有符合条件的人，按规定跳过', 'Nobody fits, so the step is skipped'],
  empty_reject: ['没有符合条件的人，按规定拒绝', 'Nobody fits, so it is rejected'],
  initiator_skip: ['处理人就是发起人，自动跳过', 'The assignee is whoever began, so the step is skipped'],
  escalated: ['已超过时限，升级处理', 'Overdue, so it was escalated'],
  decided: ['此环节已有结果：{outcome}', 'The step was decided: {outcome}'],
  deadline: ['超过时限', 'The time was up'],
  returned: ['已退回到“{to}”', 'Returned to “{to}”'],
  scope_left: ['流程已转到“{to}”', 'The flow went on to “{to}”'],
  flow_ended: ['流程已结束', 'The flow ended'],
  edge_taken: ['流程被“{on}”改道', 'The flow was diverted by “{on}”'],
  withdrawn: ['发起人已撤回', 'Withdrawn by whoever began'],
};

const picks: Record<string, readonly [zh: string, en: string]> = {
  least_loaded: ['，{of} 人中待办最少', ', fewest open tasks of {of}'],
  round_robin: ['，{of} 人轮流', ', in turn among {of}'],
};

function written(value: Json): string {
  if (value === null) return '–';
  if (Array.isArray(value)) return value.map(written).join(', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, of]) => `${key} = ${written(of)}`)
      .join(', ');
  return String(value);
}

/** Rows are counted from 0 by the engine and from 1 by people. */
function parameter(name: string, value: Json): string {
  return name === 'row' && typeof value === 'number' ? String(value + 1) : written(value);
}

export function whyText(why: Why): Localised {
  const params = why.params ?? {};
  const base = texts[why.code] ?? [why.code, why.code];
  const pick = typeof params.pick === 'string' ? (picks[params.pick] ?? ['', '']) : ['', ''];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_place, name: string) => parameter(name, params[name] ?? null));
  return { 'zh-CN': fill(`${base[0]}${pick[0] ?? ''}`), en: fill(`${base[1]}${pick[1] ?? ''}`) };
}
