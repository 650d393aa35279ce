export const zh = {
  login: { title: '登录工作台', user: '账号', password: '密码', enter: '登录' },
  lost: { title: '页面不存在', hint: '链接可能已失效，或您没有查看权限。', home: '回到待办' },
  me: { login: '账号' },
  messages: { empty: '没有消息', emptyHint: '与您有关的通知会出现在这里。', readAll: '全部标为已读' },
};

export const en: typeof zh = {
  login: { title: 'Sign in', user: 'User name', password: 'Password', enter: 'Sign in' },
  lost: { title: 'There is no such page', hint: 'The link may be old, or you may not see it.', home: 'To my tasks' },
  me: { login: 'User name' },
  messages: { empty: 'No messages', emptyHint: 'What concerns you appears here.', readAll: 'Mark all as read' },
};
