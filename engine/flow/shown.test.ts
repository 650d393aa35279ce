import { describe, expect, it } from 'vitest';
import { joinsWaitedAt, whyText } from './index.ts';
import { approve, done, edge, flow, handle, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

describe('what people are shown', () => {
  it('says why a task is on a desk, in both languages', () => {
    expect(whyText({ code: 'role', params: { role: '客服', pick: 'least_loaded', of: 3 } })).toEqual({
      'zh-CN': '由角色“客服”处理，3 人中待办最少',
      en: 'For the role “客服”, fewest open tasks of 3',
    });
    expect(whyText({ code: 'table', params: { table: 'by_category', row: 1 } }).en).toContain('row 2');
  });

  it('knows the join at which a branch has come in, in the second round of a loop too, until the others come', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'split', label: 'At once' },
          handle('left', 'ann'),
          handle('right', 'bob'),
          { type: 'join', key: 'meet', label: 'Together' },
          approve('sign', 'eve'),
          done,
        ],
        [
          edge('start → split'),
          edge('split → left'),
          edge('split → right'),
          edge('left → meet'),
          edge('right → meet'),
          edge('meet → sign'),
          edge('sign → done'),
          edge('sign -rejected→ split'),
        ],
      ),
    );
    const waited = () => [...joinsWaitedAt(world.compiled, world.state ?? { scopes: [] })];
    world.start('ann');
    for (const _round of [1, 2]) {
      expect(waited()).toEqual([]);
      world.act('ann', 'complete', 'left');
      expect(waited()).toEqual(['meet']);
      world.act('bob', 'complete', 'right');
      expect(waited()).toEqual([]);
      world.act('eve', 'reject', 'sign', { reason: 'once more' });
    }
  });

  it('does not wait at a join that goes on with the first, while the rest is still at work', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'parallel', key: 'split', label: 'At once' },
          handle('left', 'ann'),
          handle('right', 'bob'),
          { type: 'join', key: 'meet', label: 'Together', wait: 'first', rest: 'wait' },
          handle('last', 'cat'),
          done,
        ],
        [
          edge('start → split'),
          edge('split → left'),
          edge('split → right'),
          edge('left → meet'),
          edge('right → meet'),
          edge('meet → last'),
          edge('last → done'),
        ],
      ),
    );
    world.start('ann');
    world.act('ann', 'complete', 'left');
    expect(world.desks).toEqual(['last: cat', 'right: bob']);
    expect([...joinsWaitedAt(world.compiled, world.state ?? { scopes: [] })]).toEqual([]);
  });
});
