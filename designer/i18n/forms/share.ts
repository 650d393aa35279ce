const zh = {
  hint: '打开后，任何人凭链接或二维码即可填写，无需登录；每次提交前浏览器会自动完成一次安全校验，填写者看不到任何记录。',
  open: '开放公开填写',
  link: '链接',
  embed: '嵌入代码',
  qr: '表单链接的二维码',
  copy: '复制',
  copied: '已复制',
  notCopied: '浏览器不允许复制，请手动选取',
  published: '发布后生效。',
  stop: '停止公开填写',
};

const en: typeof zh = {
  hint: 'Anybody with the link or the QR code can then fill it in without an account. Before each submission the browser does a moment’s work that robots find too dear; nobody sees a record by it.',
  open: 'Open it to the public',
  link: 'Link',
  embed: 'To embed it',
  qr: 'QR code of the form’s link',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'This browser does not allow copying; please select it yourself',
  published: 'From the next publish on.',
  stop: 'Close the public page',
};

export default { 'zh-CN': zh, en };
