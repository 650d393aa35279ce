const zh = {
  label: '表单“{name}”的画布',
  section: '分组“{name}”，{n} 项',
  panel: '{kind}“{name}”，第 {n} 个，共 {of} 个',
  untitled: '无标题分组',
  emptySection: '把字段拖到这里，或选中后从左侧点选',
  empty: '从第一个字段开始',
  emptyHint: '从左侧拖入或点选字段，双击即可改名。',
  addFirst: '添加字段',
  addField: '添加字段',
  addTab: '添加标签',
  addStep: '添加步骤',
};

const en: typeof zh = {
  label: 'Canvas of the form “{name}”',
  section: 'Section “{name}”, {n} items',
  panel: '{kind} “{name}”, {n} of {of}',
  untitled: 'Section without a title',
  emptySection: 'Drop fields here, or select this and click one on the left',
  empty: 'Begin with the first field',
  emptyHint: 'Drag or click a field on the left. Double-click to name it.',
  addFirst: 'Add a field',
  addField: 'Add a field',
  addTab: 'Add a tab',
  addStep: 'Add a step',
};

export default { 'zh-CN': zh, en };
