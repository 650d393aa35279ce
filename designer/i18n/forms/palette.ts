const zh = {
  search: '字段类型，也可接着输入名称',
  found: '找到 {n} 项',
  recent: '最近使用',
  none: '没有这种字段',
  named: '{kind}“{name}”',
  addHere: '添加字段',
  group: {
    text: '文字',
    number: '数字',
    date: '日期时间',
    choice: '选择',
    link: '人员与关联',
    file: '文件与签名',
    auto: '自动计算',
    layout: '版面',
  },
};

const en: typeof zh = {
  search: 'Type of field, then its name',
  found: '{n} found',
  recent: 'Recently used',
  none: 'There is no such field',
  named: '{kind} “{name}”',
  addHere: 'Add a field',
  group: {
    text: 'Text',
    number: 'Numbers',
    date: 'Dates and times',
    choice: 'Choices',
    link: 'People and links',
    file: 'Files and signatures',
    auto: 'Worked out',
    layout: 'Layout',
  },
};

export default { 'zh-CN': zh, en };
