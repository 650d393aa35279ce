const zh = {
  general: '表单叫什么，用哪个字段称呼一条记录，哪些字段的组合不能重复。',
  lookups: '填好某些字段后，自动从其他表单或系统查找并带出内容。',
  linkage: '满足条件时，让字段显示、隐藏、必填、只读，或者给它赋值、限定选项。',
  checks: '什么情况下不允许提交，或者给出提醒；也可以作为审核时看到的依据。',
  rights: '每个角色能看到、填写哪些记录和字段。没有列出的一律看不到。',
  list: '记录列表显示哪些列、如何排序和筛选，以及记录旁边显示哪些相关记录。',
  print: '打印和导出 PDF 时的版式。',
  public: '不登录也能填写的公开链接。',
  cases: '给定填写内容，期望得到的结果；每次发布前自动运行。',
};

const en: typeof zh = {
  general: 'What the form is called, which field names a record, and which fields together are unique.',
  lookups: 'When some fields are filled, what belongs to them is found in another form or system and filled in.',
  linkage: 'While something holds, fields are shown, hidden, required or read only, or get a value or fewer options.',
  checks: 'What refuses a submission or warns about it, and the criteria that reviewers see.',
  rights: 'Which records and fields each role may see and write. What is not named is hidden.',
  list: 'The columns, order and filters of the list of records, and the related records shown beside one.',
  print: 'How a record looks on paper and as PDF.',
  public: 'A link by which people fill the form without an account.',
  cases: 'Given these entries, this is expected. Run before each publish.',
};

export default { 'zh-CN': zh, en };
