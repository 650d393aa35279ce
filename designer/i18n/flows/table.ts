const zh = {
  make: '新建决策表：按哪个字段分人',
  open: '打开“{name}”，填写每一行由谁来做',
};

const en: typeof zh = {
  make: 'New decision table: by which field',
  open: 'Open “{name}” and say who does each row',
};

export default { 'zh-CN': zh, en };
