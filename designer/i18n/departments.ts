const zh = {
  above: '上级部门',
  add: '添加部门',
  edit: '修改',
  editOf: '修改部门 {name}',
  head: '负责人',
  hint: '流程里的“部门负责人”和“上级”按这里查找：先看本人所在部门的负责人，再看上级部门。所有应用共用，立即生效。',
  key: '标识 {key}，之后不能更改。',
  list: '部门',
  none: '没有',
  one: '部门',
  people: '{n} 人',
  person: '1 人',
  remove: '删除部门',
  removed: '已删除',
  topmost: '没有（最上级）',
  unled: '没有负责人',
};

const en: typeof zh = {
  above: 'Stands below',
  add: 'Add a department',
  edit: 'Change',
  editOf: 'Change the department {name}',
  head: 'Head',
  hint: 'Flows look here for “head of the department” and “manager”: first whoever leads the person’s own department, then the one above. All apps share them; a change counts at once.',
  key: 'Its key is {key} and stays.',
  list: 'Departments',
  none: 'None',
  one: 'Department',
  people: '{n} people',
  person: '1 person',
  remove: 'Remove the department',
  removed: 'Removed',
  topmost: 'Nothing (at the top)',
  unled: 'Nobody leads it',
};

export default { 'zh-CN': zh, en };
