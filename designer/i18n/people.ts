const zh = {
  add: '添加人员',
  disable: '停用：不能再登录',
  disabled: '已停用',
  edit: '修改',
  editOf: '修改 {name}',
  hint: '把人员分配到角色，立即生效，不必发布。',
  loginHint: '已有的用户名会被加入这个应用；新的用户名会新建一个人员。',
  newPassword: '新密码（不改则留空）',
  none: '没有人员',
  noneHint: '添加人员并给他们角色，他们就能在工作台使用这个应用。',
  publishFirst: '应用发布之后才能分配人员。',
  save: '保存',
  saved: '已保存',
  search: '姓名或用户名',
};

const en: typeof zh = {
  add: 'Add a person',
  disable: 'Disabled: cannot sign in any more',
  disabled: 'Disabled',
  edit: 'Change',
  editOf: 'Change {name}',
  hint: 'Give people their roles. It counts at once; nothing has to be published.',
  loginHint: 'A user name that exists joins this app; a new one makes a new person.',
  newPassword: 'New password (empty: keep it)',
  none: 'Nobody here',
  noneHint: 'Add people and give them roles: then they find this app in the workbench.',
  publishFirst: 'People can be added once the app is published.',
  save: 'Save',
  saved: 'Saved',
  search: 'Name or user name',
};

export default { 'zh-CN': zh, en };
