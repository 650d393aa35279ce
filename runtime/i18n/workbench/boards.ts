export const zh = {
  board: {
    asChart: '{name}：看图表',
    asTable: '{name}：看表格',
    cases: '{n} 单',
    chart: '看图表',
    filters: '筛选',
    first: '共 {n} 条记录，以下是前 {shown} 条',
    from: '从',
    noData: '暂无数据',
    noRows: '没有对应的记录',
    over: '超过 {limit}',
    rows: '共 {n} 条记录',
    to: '到',
    table: '看表格',
    under: '低于 {limit}',
  },
};

export const en: typeof zh = {
  board: {
    asChart: '{name}: as a chart',
    asTable: '{name}: as a table',
    cases: 'one case | {n} cases',
    chart: 'As a chart',
    filters: 'Filters',
    first: '{n} records, of which the first {shown}',
    from: 'From',
    noData: 'No data yet',
    noRows: 'No records behind this',
    over: 'Over {limit}',
    rows: 'one record | {n} records',
    to: 'To',
    table: 'As a table',
    under: 'Below {limit}',
  },
};
