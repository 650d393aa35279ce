const zh = {
  add: '添加菜单项',
  all: '能打开的人都看得到。只给：',
  hint: '工作台左侧的菜单。只显示每个人有权打开的项。',
  label: '菜单项的名称',
  none: '菜单还是空的',
  noneHint: '把表单和看板放进菜单，使用者才找得到它们。',
  only: '只给：',
  opens: '打开什么',
  other: '其他',
  scan: '扫码界面',
  scanMore: '扫码的设置',
  who: '谁看得到',
};

const en: typeof zh = {
  add: 'Add an entry',
  all: 'For whoever may open it. Only for:',
  hint: 'The menu on the left of the workbench. Everybody sees what they may open.',
  label: 'Name of the entry',
  none: 'The menu is empty',
  noneHint: 'Put forms and boards into it, so that people find them.',
  only: 'Only for:',
  opens: 'What it opens',
  other: 'Other',
  scan: 'Screen for a scanner',
  scanMore: 'How it scans',
  who: 'Who sees it',
};

export default { 'zh-CN': zh, en };
