const zh = {
  addInput: '添加输入列',
  addOutput: '添加输出列',
  addRow: '添加一行',
  cell: '第 {row} 行第 {column} 列',
  hint: '“-”表示任意；文字要加引号，例如 "A"；比较写作 > 5000、[1..5]。可从电子表格粘贴。',
  input: '输入 {n}',
  name: '决策表',
  output: '输出 {n}',
  remark: '备注',
  row: '第 {n} 行',
};

const en: typeof zh = {
  addInput: 'Add an input',
  addOutput: 'Add an output',
  addRow: 'Add a row',
  cell: 'Row {row}, column {column}',
  hint: '“-” is anything; texts are quoted, "A"; comparisons are > 5000 or [1..5]. Cells can be pasted from a spreadsheet.',
  input: 'Input {n}',
  name: 'Decision table',
  output: 'Output {n}',
  remark: 'Remark',
  row: 'Row {n}',
};

export default { 'zh-CN': zh, en };
