import { describe, expect, it } from 'vitest';
import type { FlowNode } from '../../definition/types.generated.ts';
import type { Scope } from '../../expression/index.ts';
import { done, edge, flow, handle, start } from '../testing/flows.ts';
import { World } from '../testing/world.ts';

const scope: Scope = {
  size: { kind: 'integer' },
  state: { kind: 'text' },
  lines: {
    kind: 'list',
    of: { kind: 'context', fields: { id: { kind: 'text' }, owner: { kind: 'text' }, qty: { kind: 'integer' } } },
  },
};

type Foreach = Extract<FlowNode, { type: 'foreach' }>;
type Join = Extract<FlowNode, { type: 'join' }>;

const rows = (...owners: string[]) => owners.map((owner, index) => ({ id: `row${index + 1}`, owner, qty: index + 1 }));

/** Once for each row, by its owner. */
function each(foreach: Partial<Foreach>, join: Partial<Join> = {}): World {
  const definition = flow(
    [
      start,
      { type: 'foreach', key: 'each', label: 'each', ...foreach },
      handle('check', foreach.over === undefined ? 'ann' : [{ field: 'lines.owner' }]),
      { type: 'join', key: 'meet', ...join },
      handle('after', 'eve'),
      done,
    ],
    [edge('start → each'), edge('each → check'), edge('check → meet'), edge('meet → after'), edge('after → done')],
  );
  const world = new World(definition, { scope });
  const id = (login: string) => world.id(login);
  world.facts.lines = rows(id('ann'), id('bob'), id('cat'));
  return world;
}

describe('several instances', () => {
  it('WCP-12 without synchronisation: each row goes its own way', () => {
    const world = new World(
      flow(
        [
          start,
          { type: 'foreach', key: 'each', label: 'each', over: 'lines' },
          handle('check', [{ field: 'lines.owner' }]),
          { type: 'end', key: 'over', state: 'over', ends: 'branch' },
        ],
        [edge('start → each'), edge('each → check'), edge('check → over')],
      ),
      { scope },
    );
    world.facts.lines = rows(world.id('ann'), world.id('bob'));
    world.start();
    world.act('ann', 'complete', 'check');
    expect(world.state?.status).toBe('running');
    world.act('bob', 'complete', 'check');
    expect(world.state).toMatchObject({ status: 'ended', state: 'over' });
  });

  it('WCP-13 known when it is designed: so many times', () => {
    const world = each({ times: 3 });
    world.start();
    expect(world.desks).toEqual(['check: ann', 'check: ann', 'check: ann']);
    for (let round = 0; round < 3; round += 1) world.act('ann', 'complete', 'check');
    expect(world.desks).toEqual(['after: eve']);
  });

  it('WCP-14 known when it begins: a task for each row, with its own person', () => {
    const world = each({ over: 'lines' });
    world.start();
    expect(world.desks).toEqual(['check: ann', 'check: bob', 'check: cat']);
    expect(world.history('task_created').map(({ row }) => row)).toEqual(['row1', 'row2', 'row3']);
    for (const who of ['cat', 'ann', 'bob']) world.act(who, 'complete', 'check');
    expect(world.desks).toEqual(['after: eve']);
  });

  it('takes only rows for which its condition holds, and none at all go by', () => {
    const when = { all: [{ fact: 'row', path: '$.qty', operator: 'greaterThan', value: 1 }] } as Foreach['when'];
    const some = each({ over: 'lines', ...(when ? { when } : {}) });
    some.start();
    expect(some.desks).toEqual(['check: bob', 'check: cat']);
    const none = each({ over: 'lines' });
    none.facts.lines = [];
    none.start();
    expect(none.desks).toEqual(['after: eve']);
    expect(none.history('node_left').find(({ node }) => node === 'each')).toMatchObject({
      skipped: true,
      why: { code: 'no_rows' },
    });
  });

  it('WCP-15 not known before: rows that come while it runs get their branch, those that go end', () => {
    const world = each({ over: 'lines', grow: true });
    world.start();
    world.act('ann', 'complete', 'check');
    const [, bob, cat] = rows(world.id('ann'), world.id('bob'), world.id('cat'));
    world.facts.lines = [rows(world.id('ann'))[0] ?? {}, bob ?? {}, { id: 'row4', owner: world.id('dan'), qty: 4 }];
    world.do('ann', { type: 'changed' });
    expect(world.desks).toEqual(['check: bob', 'check: dan']);
    expect(cat?.id).toBe('row3');
    world.act('dan', 'complete', 'check');
    world.act('bob', 'complete', 'check');
    expect(world.desks).toEqual(['after: eve']);
  });

  it('WCP-36 dynamic partial join: so many of however many there are', () => {
    const world = each({ over: 'lines', grow: true }, { wait: 'n', n: '= size' });
    world.facts.size = 2;
    world.start();
    world.facts.lines = [
      ...rows(world.id('ann'), world.id('bob'), world.id('cat')),
      { id: 'row4', owner: world.id('dan'), qty: 4 },
    ];
    world.do('ann', { type: 'changed' });
    world.act('dan', 'complete', 'check');
    expect(world.desks).toEqual(['check: ann', 'check: bob', 'check: cat']);
    world.act('bob', 'complete', 'check');
    expect(world.desks).toEqual(['after: eve']);
    expect(world.state?.scopes).toEqual([]);
  });

  it('a return into it from behind runs it for all rows again', () => {
    const definition = each({ over: 'lines' });
    const world = new World(
      flow(
        definition.compiled.flow.nodes.map((node) =>
          node.key === 'after' && node.type === 'handle' ? { ...node, allow: ['complete', 'return'] } : node,
        ),
        definition.compiled.flow.edges,
      ),
      { scope },
    );
    world.facts.lines = rows(world.id('ann'), world.id('bob'));
    world.start();
    world.act('ann', 'complete', 'check');
    world.act('bob', 'complete', 'check');
    world.act('eve', 'return', 'after', { to: 'check', reason: 'all again' });
    expect(world.desks).toEqual(['check: ann', 'check: bob']);
  });
});
