const zh = {
  addDays: '添加工作日',
  addException: '添加例外',
  closed: '休息',
  day: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
  from: '从',
  open: '上班',
  spanHint: '输入时间段后按回车，例如 9:00-12:00。',
  spans: '时间段',
  to: '到',
};

const en: typeof zh = {
  addDays: 'Add days',
  addException: 'Add an exception',
  closed: 'Closed',
  day: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
  from: 'from',
  open: 'Open',
  spanHint: 'Type a span and press Enter: 9:00-12:00.',
  spans: 'Hours',
  to: 'to',
};

export default { 'zh-CN': zh, en };
