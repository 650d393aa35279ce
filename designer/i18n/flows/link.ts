const zh = {
  to: '“{from}”之后去哪里',
  from: '到“{to}”的线从哪里来',
  on: '“{from}”的哪种结果走这条线',
  findOutcome: '查找结果',
  free: '还没有去处',
  instead: '改走这里，不再去“{to}”',
  before: '先走这里，再去“{to}”',
  when: '符合条件时走这里，否则仍去“{to}”',
  moveTo: '改连到…',
  moveFrom: '改从…出发',
  draw: '拖到另一个节点连成一条线；拖到空白处，在那里添加节点',
};

const en: typeof zh = {
  to: 'Where “{from}” leads',
  from: 'Where the line to “{to}” comes from',
  on: 'On what “{from}” takes this line',
  findOutcome: 'Find an outcome',
  free: 'leads nowhere yet',
  instead: 'here instead of “{to}”',
  before: 'here, then on to “{to}”',
  when: 'here on a condition, else “{to}” as now',
  moveTo: 'Lead elsewhere…',
  moveFrom: 'Start elsewhere…',
  draw: 'Drag onto another step to connect them; onto empty ground to add a step there',
};

export default { 'zh-CN': zh, en };
