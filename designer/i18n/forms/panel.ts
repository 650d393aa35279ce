const zh = {
  form: '表单',
  count: '{n} 个字段',
  several: '修改它们共有的属性',
  type: '类型',
  key: '标识',
  rekey: '修改',
  keyFixed: '发布后不变',
  keyTaken: '以字母开头，只含字母、数字和下划线，且不能与其他字段重复。',
  width: '宽度',
  auto: '自动',
  required: '必填',
  readonly: '只读',
  shown: '在表单上显示',
  wrap: '放入新分组',
  moveTo: '移动到…',
};

const en: typeof zh = {
  form: 'Form',
  count: '{n} fields',
  several: 'What they share',
  type: 'Type',
  key: 'Key',
  rekey: 'Change',
  keyFixed: 'Fixed once published',
  keyTaken: 'A letter first, then letters, digits and _; and no other field may have it.',
  width: 'Width',
  auto: 'Auto',
  required: 'Required',
  readonly: 'Read only',
  shown: 'Shown on the form',
  wrap: 'Put into a section',
  moveTo: 'Move to…',
};

export default { 'zh-CN': zh, en };
