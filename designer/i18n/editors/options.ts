const zh = {
  add: '输入选项后按回车',
  all: '全部记录',
  disable: '停用“{name}”（旧记录不受影响）',
  form: '来自表单的记录',
  key: '存储的值，创建后不变',
  one: '选项 {n}',
  own: '固定选项',
  pasteHint: '可从表格粘贴多行，每行一个选项。',
  shown: '显示',
  stored: '存储',
  tone: '“{name}”的颜色：{tone}',
  where: '只取满足条件的记录',
};

const en: typeof zh = {
  add: 'Type an option, press Enter',
  all: 'All records',
  disable: 'Retire “{name}” (records keep it)',
  form: 'Records of a form',
  key: 'What is stored; it never changes',
  one: 'Option {n}',
  own: 'Fixed options',
  pasteHint: 'Several lines can be pasted from a spreadsheet, one option each.',
  shown: 'Shown',
  stored: 'Stored',
  tone: 'Colour of “{name}”: {tone}',
  where: 'Only records for which this holds',
};

export default { 'zh-CN': zh, en };
