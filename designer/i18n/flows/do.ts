const zh = {
  set: '设置字段',
  create: '新建记录',
  update: '更新记录',
  send: '发消息',
  call: '调用 {name}',
  signal: '发信号',
};

const en: typeof zh = {
  set: 'sets fields',
  create: 'makes a record',
  update: 'changes records',
  send: 'sends a message',
  call: 'calls {name}',
  signal: 'sends a signal',
};

export default { 'zh-CN': zh, en };
