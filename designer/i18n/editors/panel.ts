const zh = {
  elsewhere: '共 {n} 项，在画布上编辑',
  initiator: '发起人',
  people: '用户',
  roles: '角色',
  together: '与…一起',
  hasProblems: '有问题',
  help: '“{name}”的说明',
  kindAndName: '{kind}：{name}',
  kindOf: '{name}：类型',
  name: '属性',
  nobody: '没有',
  noJson: '不是正确的 JSON，尚未保存',
  preset: '默认（{name}）',
  search: '搜索属性',
};

const en: typeof zh = {
  elsewhere: '{n} of them, edited on the canvas',
  initiator: 'Whoever began',
  people: 'People',
  roles: 'Roles',
  together: 'together with…',
  hasProblems: 'Has problems',
  help: 'About “{name}”',
  kindAndName: '{kind}: {name}',
  kindOf: '{name}: kind',
  name: 'Properties',
  nobody: 'Nobody',
  noJson: 'This is not valid JSON and is not kept yet',
  preset: 'Default ({name})',
  search: 'Search properties',
};

export default { 'zh-CN': zh, en };
