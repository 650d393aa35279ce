import type { Localised } from '../../engine/definition/index.ts';

const say = (zh: string, en: string): Localised => ({ 'zh-CN': zh, en });

/** What the engine keeps of every record, in words. */
export const systemWords: Readonly<Record<string, Localised>> = {
  state: say('状态', 'State'),
  created_at: say('创建时间', 'Created at'),
  created_by: say('创建人', 'Created by'),
  updated_at: say('最后修改时间', 'Last changed at'),
  submitted_at: say('提交时间', 'Submitted at'),
  revision: say('修订次数', 'Revision'),
  id: say('记录编号', 'Record id'),
};

export const userWords: Readonly<Record<string, Localised>> = {
  name: say('姓名', 'Name'),
  login: say('登录名', 'Login'),
  department: say('部门', 'Department'),
  roles: say('角色', 'Roles'),
  id: say('用户编号', 'User id'),
};

export const taskWords: Readonly<Record<string, Localised>> = {
  node: say('节点', 'Node'),
  assignee: say('处理人', 'Assignee'),
  due_at: say('截止时间', 'Due at'),
  outcome: say('处理结果', 'Outcome'),
  reason: say('处理意见', 'Reason given'),
};

export const rowWords: Readonly<Record<string, Localised>> = {
  index: say('第几行', 'Row number'),
  id: say('行编号', 'Row id'),
};

export const groupWords = {
  field: say('字段', 'Fields'),
  row: say('本行', 'This row'),
  record: say('记录', 'Record'),
  user: say('当前用户', 'Current user'),
  settings: say('业务设置', 'Settings'),
  proof: say('访客凭证', 'Proved by the visitor'),
  task: say('任务', 'Task'),
  source: say('来源', 'Source'),
  output: say('决策表结果', 'Table outputs'),
} as const satisfies Record<string, Localised>;

export const noLabel = say('（未命名）', '(no name)');

export const within = (outer: Localised, inner: Localised): Localised =>
  say(`${outer['zh-CN']} › ${inner['zh-CN']}`, `${outer.en} › ${inner.en}`);
