const zh = {
  add: '添加用例',
  addRight: '添加预期权限',
  expect: '预期权限',
  fail: '不通过',
  failure: '{name}：预期 {expected}，实际 {actual}',
  given: '填写',
  name: '测试用例',
  now: '当前时间',
  pass: '通过',
  proof: '访客凭证',
  refused: '被拒绝的校验',
  settings: '业务设置',
  state: '状态',
  sum: '{all} 个用例，{passed} 个通过',
  user: '当前用户',
  values: '预期值',
};

const en: typeof zh = {
  add: 'Add a case',
  addRight: 'Expect a right',
  expect: 'Expected rights',
  fail: 'Fails',
  failure: '{name}: expected {expected}, got {actual}',
  given: 'Given',
  name: 'Test cases',
  now: 'The time now',
  pass: 'Passes',
  proof: 'Proved by the visitor',
  refused: 'Checks that refuse',
  settings: 'Settings',
  state: 'State',
  sum: '{passed} of {all} cases pass',
  user: 'The user',
  values: 'Expected values',
};

export default { 'zh-CN': zh, en };
