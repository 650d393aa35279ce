const zh = {
  insert: '插入字段',
  preview: '预览',
  unclosed: '有一个左花括号没有配对的右花括号',
};

const en: typeof zh = {
  insert: 'Insert a field',
  preview: 'Preview',
  unclosed: 'A brace is opened and not closed',
};

export default { 'zh-CN': zh, en };
