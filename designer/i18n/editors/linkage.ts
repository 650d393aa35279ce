const zh = {
  add: '添加联动规则',
  addOptions: '限定选项',
  addTarget: '选择受影响的字段或分组',
  addValue: '设置取值',
  fields: '字段',
  name: '联动规则',
  noCondition: '还没有条件',
  parts: '布局',
  rightOf: '“{name}”的权限',
  sentence: '当 {when}：{then}',
  then: '则',
  unfinished: '未完成的规则（尚未保存）',
  value: '取值',
  when: '当',
};

const en: typeof zh = {
  add: 'Add a rule',
  addOptions: 'Fewer options',
  addTarget: 'Choose what it has an effect on',
  addValue: 'Set a value',
  fields: 'Fields',
  name: 'Linkage rules',
  noCondition: 'No condition yet',
  parts: 'Layout',
  rightOf: 'Right of “{name}”',
  sentence: 'While {when}: {then}',
  then: 'Then',
  unfinished: 'An unfinished rule (not kept yet)',
  value: 'Value',
  when: 'While',
};

export default { 'zh-CN': zh, en };
