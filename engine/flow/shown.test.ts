import { describe, expect, it } from 'vitest';
import { statusByNode, whyText } from './index.ts';
import { approve, done, edge, flow, handle, refused, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

describe('what people are shown', () => {
  it('says why a task is on a desk, in both languages', () => {
    expect(whyText({ code: 'role', params: { role: '客服', pick: 'least_loaded', of: 3 } })).toEqual({
      'zh-CN': '由角色“客服”处理，3 人中待办最少',
      en: 'For the role “客服”, fewest open tasks of 3',
    });
    expect(whyText({ code: 'table', params: { table: 'by_category', row: 1 } }).en).toContain('row 2');
  });

  it('colours the picture from the history', () => {
    const world = new World(
      flow(
        [
          start,
          approve('one', [{ user: 'nobody_here' }], { empty: 'skip' }),
          handle('two', 'ann'),
          handle('three', 'bob'),
          done,
          refused,
        ],
        [
          edge('start → one'),
          edge('one → two'),
          edge('one -rejected→ refused'),
          edge('two → three'),
          edge('three → done'),
        ],
      ),
    );
    world.start();
    expect(statusByNode(world.compiled.flow, world.events)).toEqual({
      start: 'done',
      one: 'skipped',
      two: 'current',
      three: 'waiting',
      done: 'waiting',
      refused: 'waiting',
    });
  });
});
