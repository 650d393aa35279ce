export const zh = {
  board: {
    cases: '{n} 单',
    from: '从',
    noData: '暂无数据',
    noRows: '没有对应的记录',
    over: '超过 {limit}',
    rows: '共 {n} 条记录',
    to: '到',
    under: '低于 {limit}',
  },
};

export const en: typeof zh = {
  board: {
    cases: '{n} cases',
    from: 'From',
    noData: 'No data yet',
    noRows: 'No records behind this',
    over: 'Over {limit}',
    rows: '{n} records',
    to: 'To',
    under: 'Below {limit}',
  },
};
