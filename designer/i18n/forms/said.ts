const zh = {
  moved: '“{what}”已移到{where}。',
  mayNot: '不能放在那里。',
  lastColumn: '明细表至少要有一列。',
  atEnd: '已经在最后。',
  atStart: '已经在最前。',
  removed: '已删除“{what}”。',
  stillNamed: '还有 {n} 处引用它。',
  duplicated: '“{what}”已复制一份。',
  copied: '“{what}”已复制，可粘贴到任何表单。',
  nothingToPaste: '剪贴板里没有表单内容。',
  pasted: '已粘贴“{what}”。',
  added: '已添加“{what}”，{where}。',
  retyped: '已更改类型，新类型认识的属性都保留了。',
  wrapped: '已放入新分组。',
};

const en: typeof zh = {
  moved: '“{what}” is now {where}.',
  mayNot: 'It cannot stand there.',
  lastColumn: 'A table keeps at least one column.',
  atEnd: 'It is the last already.',
  atStart: 'It is the first already.',
  removed: '“{what}” deleted.',
  stillNamed: '{n} places still name it.',
  duplicated: '“{what}” duplicated.',
  copied: '“{what}” copied; it can be pasted into any form.',
  nothingToPaste: 'The clipboard holds no part of a form.',
  pasted: '“{what}” pasted.',
  added: '“{what}” added, {where}.',
  retyped: 'The type is another; what it knows too was kept.',
  wrapped: 'Put into a new section.',
};

export default { 'zh-CN': zh, en };
