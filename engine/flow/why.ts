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
  taken_back: ['已拿回到“{to}”', 'Taken back to “{to}”'],
  jumped: ['管理员已跳转到“{to}”', 'An administrator went on at “{to}”'],
  terminated: ['流程已被终止', 'The case was terminated'],
  skipped_by_admin: ['管理员跳过了出错的步骤', 'An administrator went past what had gone wrong'],
  choice: ['由发起人选定', 'Chosen by whoever began'],
  formula: ['由公式得出', 'Worked out by a formula'],
  manager_of_initiator: ['发起人的上级主管', 'Manager of whoever began'],
  manager_of_previous: ['上一环节处理人的上级主管', 'Manager of whoever did the step before'],
  manager_of_assignee: ['当前处理人的上级主管', 'Manager of whoever has the task'],
  manager_up_of_initiator: ['发起人的第 {levels} 级上级', 'Manager of whoever began, {levels} steps up'],
  manager_up_of_previous: [
    '上一环节处理人的第 {levels} 级上级',
    'Manager of whoever did the step before, {levels} steps up',
  ],
  manager_up_of_assignee: ['当前处理人的第 {levels} 级上级', 'Manager of whoever has the task, {levels} steps up'],
  manager_chain_of_initiator: ['发起人的逐级上级', 'Managers of whoever began, level by level'],
  manager_chain_of_previous: ['上一环节处理人的逐级上级', 'Managers of whoever did the step before, level by level'],
  manager_chain_of_assignee: ['当前处理人的逐级上级', 'Managers of whoever has the task, level by level'],
  head_of_initiator: ['发起人的部门负责人', 'Head of the department of whoever began'],
  head_of_previous: ['上一环节处理人的部门负责人', 'Head of the department of whoever did the step before'],
  head_of_assignee: ['当前处理人的部门负责人', 'Head of the department of whoever has the task'],
  initiator_manager: ['处理人就是发起人，改由其上级处理', 'The assignee is whoever began, so their manager does it'],
  proxy: ['代 {for} 处理（对方不在）', 'In place of {for}, who is away'],
  proxy_separate: [
    '{users} 代理，但须与其他环节分由不同人处理，仍由本人处理',
    '{users} acts for them, but may not check this too: it stays theirs',
  ],
  proxy_without_role: [
    '{users} 代理，但没有角色“{role}”，仍由本人处理',
    '{users} acts for them, but does not hold the role “{role}”: it stays theirs',
  ],
  proxy_nobody_left: ['代理人也都不在，仍由本人处理', 'Whoever would act for them is away too: it stays theirs'],
  proxy_gave_it: [
    '{users} 代理，但任务正是由其转来，仍由本人处理',
    '{users} acts for them, but it came from there: it stays theirs',
  ],
  handed_over: ['由 {for} 交接而来', 'Handed over from {for}'],
  duplicate_skip: ['{users} 先前已同意，自动跳过', '{users} agreed before, so the step is skipped'],
  agreed_before: ['先前已同意，不再重复处理', 'Agreed before, and is not asked again'],
  sequence: ['依次处理，轮到此人', 'One after the other: now it is their turn'],
  signer_before: ['{by} 前加签', '{by} asked for their word first'],
  signer_after: ['{by} 后加签', '{by} asked for their word afterwards'],
  signer_beside: ['{by} 并加签', '{by} asked for their word as well'],
  signer_removed: ['{by} 已减签', '{by} asks them no longer'],
  others_decided: ['其他分支已够数', 'Enough of the other branches have come'],
  race_lost: ['“{to}”先有结果', 'Something was done at “{to}” first'],
  called_off: ['流程走过“{by}”后取消', 'Called off when the flow passed “{by}”'],
  row_gone: ['对应的明细行已删除', 'Its row was taken out'],
  no_rows: ['没有需要处理的明细行', 'There is no row to work on'],
  branch_ended: ['分支已在“{node}”结束', 'The branch ended at “{node}”'],
  branches_over: ['所有分支都已结束', 'All branches are over'],
  milestone_over: ['“{node}”已经过去，按规定跳过', '“{node}” is over, so the step is skipped'],
  milestone_left: ['流程已离开“{node}”', 'The flow has left “{node}”'],
  way_holds: ['满足分支“{edge}”的条件', 'The condition of “{edge}” holds'],
  way_default: ['其他分支的条件都不满足', 'No other condition holds'],
  way_only: ['只有这一条路', 'There is only this way'],
  way_by_table: ['由决策表“{table}”决定：{outcome}', 'Decided by the table “{table}”: {outcome}'],
};

const picks: Record<string, readonly [zh: string, en: string]> = {
  least_loaded: ['，{of} 人中待办最少', ', fewest open tasks of {of}'],
  round_robin: ['，{of} 人轮流', ', in turn among {of}'],
};
/** Beside those among whom one was picked. */
const notHere = ['（另有 {away} 人不在）', ' ({away} more are away)'] as const;

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

/** The people that a reason names by their ids. */
export function peopleIn({ params = {} }: Why): string[] {
  return ['users', 'for', 'by'].flatMap((name) => params[name] ?? []).filter((id): id is string => isId(id));
}

const isId = (value: Json): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value);

/** The same reason, with people called by their names. */
export function withNames(why: Why, names: Readonly<Record<string, string>>): Why {
  const named = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(named);
    return isId(value) ? (names[value] ?? value) : value;
  };
  const params = Object.entries(why.params ?? {}).map(([name, value]): [string, Json] => [name, named(value)]);
  return params.length > 0 ? { code: why.code, params: Object.fromEntries(params) } : why;
}

export function whyText(why: Why): Localised {
  const params = why.params ?? {};
  const base = texts[why.code] ?? [why.code, why.code];
  const pick = typeof params.pick === 'string' ? (picks[params.pick] ?? ['', '']) : ['', ''];
  const away = params.away === undefined ? ['', ''] : notHere;
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_place, name: string) => parameter(name, params[name] ?? null));
  return { 'zh-CN': fill(`${base[0]}${pick[0] ?? ''}${away[0]}`), en: fill(`${base[1]}${pick[1] ?? ''}${away[1]}`) };
}
