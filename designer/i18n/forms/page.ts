const zh = {
  design: '设计',
  general: '基本信息',
  lookups: '关联查询',
  linkage: '联动',
  checks: '校验',
  rights: '权限',
  list: '列表',
  print: '打印',
  public: '公开填写',
  cases: '测试',
  preview: '预览',
};

const en: typeof zh = {
  design: 'Design',
  general: 'General',
  lookups: 'Queries',
  linkage: 'Linkage',
  checks: 'Checks',
  rights: 'Rights',
  list: 'List',
  print: 'Print',
  public: 'Sharing',
  cases: 'Tests',
  preview: 'Preview',
};

export default { 'zh-CN': zh, en };
