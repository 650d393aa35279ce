const zh = {
  to: '“{from}”之后去哪里',
  from: '到“{to}”的线从哪里来',
  on: '“{from}”的哪种结果走这条线',
  findOutcome: '查找结果',
  free: '还没有去处',
  instead: '改走这里，不再去“{to}”',
  when: '符合条件时走这里，否则仍去“{to}”',
  moveTo: '改连到…',
  moveFrom: '改从…出发',
  draw: '拖到另一个节点，连成一条线',
};

const en: typeof zh = {
  to: 'Where “{from}” leads',
  from: 'Where the line to “{to}” comes from',
  on: 'On what “{from}” takes this line',
  findOutcome: 'Find an outcome',
  free: 'leads nowhere yet',
  instead: 'here instead of “{to}”',
  when: 'here on a condition, else “{to}” as now',
  moveTo: 'Lead elsewhere…',
  moveFrom: 'Start elsewhere…',
  draw: 'Drag onto another step to connect them',
};

export default { 'zh-CN': zh, en };
