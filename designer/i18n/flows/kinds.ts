const zh = {
  role: '角色',
  user: '指定用户',
  users: '几位用户',
  field: '表单中的人员字段',
  table: '由决策表决定',
  initiator: '发起人',
  node: '某节点的处理人',
  manager: '上级主管',
  head: '部门负责人',
  choice: '发起人自选',
  formula: '由公式得出',
};

const en: typeof zh = {
  role: 'A role',
  user: 'A person',
  users: 'Several people',
  field: 'A person field of the form',
  table: 'By a decision table',
  initiator: 'Whoever began',
  node: 'Whoever did a step',
  manager: 'The manager of',
  head: 'The department head of',
  choice: 'Chosen by whoever began',
  formula: 'By a formula',
};

export default { 'zh-CN': zh, en };
