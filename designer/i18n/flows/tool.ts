const zh = {
  name: '画布工具',
  hand: '移动画布',
  handHint: '拖动空白处移动画布；按住 Shift 框选',
  select: '框选',
  selectHint: '在空白处拖出方框，选中多个节点；按住空格移动画布',
};

const en: typeof zh = {
  name: 'Tools of the canvas',
  hand: 'Move the canvas',
  handHint: 'Drag empty ground to move the canvas; with Shift to draw a frame',
  select: 'Select with a frame',
  selectHint: 'Drag a frame on empty ground to select steps; hold Space to move the canvas',
};

export default { 'zh-CN': zh, en };
