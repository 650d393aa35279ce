import { describe, expect, it } from 'vitest';
import { staysOf, waysGone } from './index.ts';
import { approve, done, edge, flow, handle, over, refused, start } from './testing/flows.ts';
import { World } from './testing/world.ts';

const calling = flow(
  [start, { type: 'action', key: 'pay', label: 'pay', do: [{ call: 'bank.pay' }] }, handle('tell', 'bob'), done],
  [edge('start → pay'), edge('pay → tell'), edge('tell → done')],
);

function failed(): World {
  const world = new World(calling);
  world.start('ann');
  const [call] = world.history('call_requested');
  world.do('engine', { type: 'called', call: call?.call ?? '', outcome: 'error' });
  return world;
}

describe('what went wrong', () => {
  it('is gone past by an administrator, on an outcome that the step has, with a reason', () => {
    const world = failed();
    const past = (login: string, more: object) => world.ask(login, { type: 'retry', outcome: 'done', ...more }).refusal;
    expect(past('bob', { reason: 'paid by hand' })?.code).toBe('not_permitted');
    expect(past('root', {})?.code).toBe('reason_required');
    expect(past('root', { outcome: 'never', reason: 'x' })?.code).toBe('skip_closed');
    world.do('root', { type: 'retry', outcome: 'done', reason: 'paid by hand' });
    expect(world.desks).toEqual(['tell: bob']);
    expect(world.history('retried')[0]).toMatchObject({
      outcome: 'done',
      reason: 'paid by hand',
      by: world.id('root'),
    });
    expect(world.history('node_left').find(({ node }) => node === 'pay')).toMatchObject({ skipped: true });
  });

  it('is never gone past where people decide', () => {
    const stuck = flow(
      [start, approve('sign', 'eve'), done],
      [edge('start → sign'), edge('sign → done', { when: over('amount', '5') })],
    );
    const world = new World(stuck, { facts: { amount: '1' } });
    world.start('ann');
    world.act('eve', 'approve', 'sign');
    const refusal = world.ask('root', { type: 'retry', outcome: 'approved', reason: 'go on' }).refusal;
    expect(refusal?.code).toBe('skip_closed');
  });
});

describe('the assignee of an open task', () => {
  const definition = flow(
    [start, handle('draft', [{ initiator: true }]), approve('sign', 'eve', { separateFrom: ['draft'] }), done, refused],
    [edge('start → draft'), edge('draft → sign'), edge('sign → done'), edge('sign -rejected→ refused')],
  );

  it('is put right by an administrator, with a reason, and four eyes hold', () => {
    const world = new World(definition);
    world.start('ann');
    world.act('ann', 'complete', 'draft');
    const task = world.tasks('sign')[0]?.id ?? '';
    const give = (login: string, to: string, reason?: string) =>
      world.ask(login, { type: 'act', operation: 'reassign', task, to: world.id(to), ...(reason ? { reason } : {}) });
    expect(give('eve', 'dan', 'busy').refusal?.code).toBe('not_permitted');
    expect(give('root', 'dan').refusal?.code).toBe('reason_required');
    expect(give('root', 'eve', 'same').refusal?.code).toBe('has_it_already');
    expect(give('root', 'ann', 'she began').refusal?.code).toBe('separate_duties');
    world.do('root', { type: 'act', operation: 'reassign', task, to: world.id('dan'), reason: 'eve has left' });
    expect(world.desks).toEqual(['sign: dan']);
    expect(world.history('task_transferred')[0]).toMatchObject({ by: world.id('root'), reason: 'eve has left' });
    const offered = world.buttons('root').find(({ operation }) => operation === 'reassign');
    expect(offered?.tasks).toEqual([{ task, label: 'sign', assignee: world.id('dan') }]);
  });
});

describe('a jump where branches run', () => {
  const definition = flow(
    [
      start,
      { type: 'parallel', key: 'split' },
      handle('left', 'ann'),
      handle('right', 'bob'),
      handle('after', 'cat'),
      { type: 'join', key: 'meet' },
      done,
    ],
    [
      edge('start → split'),
      edge('split → left'),
      edge('split → right'),
      edge('left → after'),
      edge('after → meet'),
      edge('right → meet'),
      edge('meet → done'),
    ],
  );

  it('says where each of them stands, and moves the one that is named', () => {
    const world = new World(definition);
    world.start('ann');
    const jump = world.buttons('root').find(({ operation }) => operation === 'jump');
    expect(jump?.places?.map(({ node }) => node)).toEqual(['left', 'right']);
    // An end has the name of its state, and nothing is called by its key.
    expect(jump?.targets?.find(({ node }) => node === 'split')?.label).toMatchObject({ en: 'At once' });
    const token = jump?.places?.[0]?.token ?? 0;
    world.onCase('root', 'jump', { to: 'after', token, reason: 'done already' });
    expect(world.desks).toEqual(['after: cat', 'right: bob']);
  });

  it('is read from the history: stays with their branches, and the ways that were gone', () => {
    const world = new World(definition);
    world.start('ann');
    world.act('ann', 'complete', 'left', { reason: 'fine' });
    const stays = staysOf(world.events);
    expect(stays.find(({ node }) => node === 'left')).toMatchObject({
      status: 'left',
      branch: { split: 'split', number: 0, of: 2 },
      tasks: [{ status: 'done', by: world.id('ann'), reason: 'fine' }],
    });
    expect(stays.find(({ node }) => node === 'right')?.status).toBe('current');
    const gone = waysGone(definition, world.events);
    expect(definition.edges.filter(({ key }) => gone.has(key)).map(({ from, to }) => `${from} ${to}`)).toEqual([
      'start split',
      'split left',
      'split right',
      'left after',
    ]);
  });
});

it('counts the rounds of a loop, and knows what a return has taken back', () => {
  const definition = flow(
    [start, handle('draft', 'ann'), approve('sign', 'eve', { allow: ['approve', 'return'] }), done],
    [edge('start → draft'), edge('draft → sign'), edge('sign → done')],
  );
  const world = new World(definition);
  world.start('ann');
  world.act('ann', 'complete', 'draft');
  world.act('eve', 'return', 'sign', { to: 'draft', reason: 'a typo' });
  world.act('ann', 'complete', 'draft');
  const stays = staysOf(world.events);
  expect(stays.filter(({ node }) => node === 'draft').map(({ status, undone }) => [status, undone])).toEqual([
    ['left', true],
    ['left', undefined],
  ]);
  expect(stays.filter(({ node }) => node === 'sign').map(({ status }) => status)).toEqual(['returned', 'current']);
  expect(waysGone(definition, world.events).get('e1')).toBe(2);
});
