const zh = {
  initiator: '发起人',
  previous: '上一环节处理人',
  assignee: '当前处理人',
  role: '{name}',
  field: '字段“{name}”',
  table: '按“{name}”',
  node: '“{name}”的处理人',
  manager: '{of}的上级',
  managers: '{of}的第 {n} 级上级',
  head: '{of}的部门负责人',
  choice: '发起人自选',
  formula: '由公式得出',
  users: '{n} 位用户',
  or: '，没有则 ',
  when: '有条件',
};

const en: typeof zh = {
  initiator: 'whoever began',
  previous: 'whoever did the step before',
  assignee: 'whoever has the task',
  role: '{name}',
  field: 'the field “{name}”',
  table: 'by “{name}”',
  node: 'whoever did “{name}”',
  manager: 'the manager of {of}',
  managers: '{of}: {n} steps up',
  head: 'the department head of {of}',
  choice: 'chosen by whoever began',
  formula: 'by a formula',
  users: '{n} people',
  or: ', else ',
  when: 'on a condition',
};

export default { 'zh-CN': zh, en };
