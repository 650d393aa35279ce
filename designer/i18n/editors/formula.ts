const zh = {
  depends: '用到：{names}',
  facts: '字段',
  functions: '函数',
  larger: '展开公式编辑器',
  name: '公式',
  on: '样例：{name}',
  placeholder: '输入字段名或函数',
  sample: '用哪条样例计算',
  search: '搜索字段和函数',
  smaller: '收起公式编辑器',
};

const en: typeof zh = {
  depends: 'Reads: {names}',
  facts: 'Fields',
  functions: 'Functions',
  larger: 'Larger formula editor',
  name: 'Formula',
  on: 'On {name}',
  placeholder: 'Type a field or a function',
  sample: 'Sample that it is worked out on',
  search: 'Search fields and functions',
  smaller: 'Smaller formula editor',
};

export default { 'zh-CN': zh, en };
