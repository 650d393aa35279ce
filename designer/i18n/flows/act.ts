const zh = {
  addBranch: '添加分支',
  rename: '改名',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴到后面',
  duplicate: '再来一份',
  remove: '删除',
  up: '上移',
  down: '下移',
  left: '左移',
  right: '右移',
  addAfter: '在后面添加',
  moveTo: '移动到…',
  connect: '连到…',
  open: '属性',
};

const en: typeof zh = {
  addBranch: 'Add a branch',
  rename: 'Rename',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste after it',
  duplicate: 'Once more',
  remove: 'Remove',
  up: 'Move up',
  down: 'Move down',
  left: 'Move left',
  right: 'Move right',
  addAfter: 'Add after it',
  moveTo: 'Move to…',
  connect: 'Connect to…',
  open: 'Properties',
};

export default { 'zh-CN': zh, en };
